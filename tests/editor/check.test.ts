import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "@editor/model/check";
import type { Json, Problem } from "@editor/model/document";
import { circlesOf } from "@editor/model/circles";

interface Case {
  readonly name: string;
  readonly document: Json;
  readonly problems: readonly Told[];
  readonly warnings: readonly Told[];
}
type Told = readonly [node: string, field: string, code: string];

const file = new URL("cases/documents.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

describe("a document", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const found = check(one.document);
    expect(found.problems.map(told).sort()).toEqual([...one.problems].sort());
    expect(found.warnings.map(told).sort()).toEqual([...one.warnings].sort());
  });
});

function told({ node, field, code }: Problem): Told {
  return [node, field, code];
}

describe("circles", () => {
  const ways = (all: { readonly [key: string]: string }) =>
    new Map(Object.entries(all).map(([key, ends]) => [key, new Set(ends)]));
  it("has none in a path, however it forks", () => {
    expect(circlesOf(ways({ a: "bc", b: "d", c: "d", d: "" }))).toEqual([]);
  });
  it("leaves out what only leads there, or away, or from one to the other", () => {
    const all = ways({ a: "b", b: "ce", c: "bd", d: "", e: "f", f: "g", g: "f" });
    expect(circlesOf(all)).toEqual([
      ["b", "c"],
      ["f", "g"],
    ]);
  });
  it("takes those that share a node for one", () => {
    expect(circlesOf(ways({ a: "b", b: "ac", c: "b" }))).toEqual([["a", "b", "c"]]);
  });
  it("finds a node that leads to itself", () => {
    expect(circlesOf(ways({ a: "ab", b: "" }))).toEqual([["a"]]);
  });
});
