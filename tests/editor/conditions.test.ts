import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { check, isEmpty } from "@editor/conditions/condition";
import { conditionWords } from "@editor/conditions/words";
import type { Json } from "@editor/model/document";

interface Case {
  readonly condition: Json;
  readonly problems: readonly (readonly [string, string])[];
  readonly empty: boolean;
  readonly words: string;
}

const file = new URL("cases/conditions.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

it.each(cases.map((one) => [JSON.stringify(one.condition), one] as const))("%s", (_, one) => {
  const problems = check(one.condition, "when", "here");
  expect(problems.map(({ field, code }) => [field, code])).toEqual(one.problems);
  expect(problems.every(({ node, remedy }) => node === "here" && remedy !== "")).toBe(true);
  expect(conditionWords(one.condition)).toBe(one.words);
  expect(isEmpty(one.condition)).toBe(one.empty);
});
