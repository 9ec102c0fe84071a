import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Fields, NODE_TYPES } from "@editor/model/document";
import { KINDS, kindOf, portsOf, problemsOf, sentenceOf } from "@editor/nodes";

interface Case {
  readonly name?: string;
  readonly settings: Fields;
  readonly problems: readonly (readonly [string, string])[];
  readonly ports: readonly string[];
  readonly says: readonly [string, string];
}

const file = new URL("cases/settings.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as { readonly [type: string]: Case[] };

it("has cases for every node type", () => {
  expect(Object.keys(cases).sort()).toEqual([...NODE_TYPES].sort());
  expect(Object.keys(KINDS)).toEqual([...NODE_TYPES]);
});

describe.each(Object.entries(cases))("%s", (type, ofType) => {
  it.each(ofType.map((one) => [JSON.stringify(one.settings), one] as const))("%s", (_, one) => {
    const node = { key: "here", type, settings: one.settings, name: one.name ?? "" };
    expect(problemsOf(node).map(({ field, code }) => [field, code])).toEqual(one.problems);
    expect(portsOf(node).map((port) => port.key)).toEqual(one.ports);
    const { what, more } = sentenceOf(node);
    expect([what, more]).toEqual(one.says);
  });
});

describe.each(NODE_TYPES)("a new %s", (type) => {
  const kind = KINDS[type];
  it("lacks nothing but what only its author knows", () => {
    const problems = kind.check(kind.fresh(), "new");
    expect(problems.map((problem) => problem.code)).toEqual(problems.map(() => "missing"));
  });
  it("says for what it is, and can be drawn at once", () => {
    expect(kind.type).toBe(type);
    expect(kind.label && kind.hint).toBeTruthy();
    expect(kind.ports(kind.fresh()).length > 0).toBe(kind.group !== "end");
  });
});

it("knows no type that an object happens to have", () => {
  expect(kindOf("constructor")).toBeUndefined();
  expect(portsOf({ key: "a", type: "toString" })).toEqual([]);
  expect(problemsOf({ key: "a", type: "valueOf" })[0]?.code).toBe("unknown_type");
});

it("takes a field only where the settings have it themselves", () => {
  const settings = { branches: [{ port: "constructor", when: { toString: "x" } as Fields }] };
  const node = { key: "a", type: "condition_split", settings: settings as unknown as Fields };
  expect(problemsOf(node).map(({ code }) => code)).toEqual(["unknown_condition"]);
  expect(portsOf(node).map(({ words }) => words)).toEqual(["constructor", "none of these"]);
});

it("says that a node isn't complete by its name", () => {
  expect(sentenceOf({ key: "a", type: "wait_for_event", name: "Buys" })).toEqual({
    what: "Buys",
    more: "wait for event, not complete yet",
  });
  expect(sentenceOf({ key: "a", type: "" })).toEqual({
    what: "a",
    more: "no type, not complete yet",
  });
});
