import { same } from "@editor/model/same";
import fc from "fast-check";
import { expect, test } from "vitest";

test("the order of fields means nothing, that of a list does", () => {
  expect(same({ a: 1, all: [{ b: 2, c: 3 }] }, { all: [{ c: 3, b: 2 }], a: 1 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
});

test("a field that is undefined isn't there, one that is null is", () => {
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(same({ a: 1, b: null }, { a: 1 })).toBe(false);
  expect(same(undefined, {})).toBe(false);
});

test("it is what JSON makes of both", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(same(one, structuredClone(one))).toBe(true);
      expect(same(one, other)).toBe(same(other, one));
    }),
  );
});
