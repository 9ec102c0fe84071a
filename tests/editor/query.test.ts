import {
  KINDS,
  type Condition,
  check,
  COUNT_OPS,
  OPS,
  understand,
} from "@editor/conditions/condition";
import { constantOf } from "@editor/conditions/constant";
import { isShown } from "@editor/conditions/leaf";
import {
  type ConditionGroup,
  emptyGroup,
  fromQuery,
  isGroup,
  toQuery,
  toRule,
} from "@editor/conditions/query";
import type { Json } from "@editor/model/document";
import { Problems } from "@editor/nodes/problems";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const key = fc.constantFrom("plan", "total", "Order Completed", "lifecycle", "", "ümlaut key");
const source = fc.oneof(
  fc.record({ entry: fc.constantFrom("order_id", "a") }),
  fc.record({ trait: fc.constant("city") }),
);
const more = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ comment: "kept" }) },
);

const count = fc
  .record({
    count: key,
    op: fc.constantFrom(...COUNT_OPS),
    value: fc.integer({ min: 0, max: 1000 }),
    days: fc.option(fc.double({ min: 0.5, max: 3650, noNaN: true }), { nil: null }),
  })
  .chain((leaf) => more.map((rest) => ({ ...leaf, ...rest })));
const other = fc
  .record(
    {
      op: fc.constantFrom(...OPS),
      value: fc.oneof(scalar, fc.array(scalar), fc.constant({ odd: [1] })),
      value_from: source,
    },
    { requiredKeys: ["op"] },
  )
  .chain((leaf) =>
    fc
      .tuple(fc.constantFrom(...KINDS.filter((kind) => kind !== "count")), key, more)
      .map(([kind, name, rest]) => ({ [kind]: name, ...leaf, ...rest })),
  );
const nothing = fc.constantFrom<Json[]>({}, null, false, 0, "", []);
const { condition } = fc.letrec<{ condition: Json }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    count as fc.Arbitrary<Json>,
    other as fc.Arbitrary<Json>,
    nothing,
    fc
      .tuple(fc.array(tie("condition"), { maxLength: 3 }), more)
      .map(([all, rest]) => ({ all, ...rest }) as Json),
    fc
      .tuple(fc.array(tie("condition"), { maxLength: 3 }), more)
      .map(([any, rest]) => ({ any, ...rest }) as Json),
    fc.tuple(tie("condition"), more).map(([not, rest]) => ({ not, ...rest }) as Json),
  ),
}));

const accepted = condition.filter((one) => check(one, "", "").length === 0);
const understood = (one: Json | undefined) => understand(one, new Problems(""), "");

describe("a condition as a query", () => {
  it("comes back as it was, whatever the engine accepts", () => {
    fc.assert(
      fc.property(accepted, (one) => {
        const back = fromQuery(toQuery(one));
        expect(back).toEqual(one);
        expect(understood(back)).toEqual(understood(one));
      }),
      { numRuns: 3000 },
    );
  });

  it("comes back as it was, also where it can't be read", () => {
    fc.assert(
      fc.property(fc.oneof(condition, fc.jsonValue() as fc.Arbitrary<Json>), (one) => {
        expect(fromQuery(toQuery(one))).toEqual(one);
      }),
      { numRuns: 2000 },
    );
  });

  it("is none where the document has none", () => {
    expect(fromQuery(toQuery(undefined))).toBeUndefined();
  });

  it("shows as text what can't be edited by its parts", () => {
    for (const odd of [
      { trait: "a", op: "like" },
      { trait: 5 },
      7,
      { trait: "a", op: "eq", value: {} },
    ]) {
      const [only] = toQuery({ all: [odd as Json] }).rules;
      expect(only).toMatchObject({ field: "text", value: odd });
      expect(isShown(odd as Json)).toBe(false);
    }
  });

  it("reads “not” as a way of joining", () => {
    const leaf = { trait: "plan", op: "exists" };
    expect(toQuery({ not: leaf }).combinator).toBe("nall");
    expect(toQuery({ not: { any: [leaf, leaf] } }).combinator).toBe("none");
    expect(toQuery({ not: { not: leaf } }).rules[0]).toMatchObject({ combinator: "nall" });
  });
});

describe("a condition that asks nothing", () => {
  it("holds for everybody or for nobody", () => {
    const leaf = { trait: "plan", op: "exists" };
    for (const always of [undefined, {}, { all: [] }, { not: { any: [] } }, { any: [leaf, {}] }]) {
      expect(constantOf(always as Json)).toBe(true);
    }
    for (const never of [{ any: [] }, { not: {} }, { all: [leaf, { any: [] }] }]) {
      expect(constantOf(never as Json)).toBe(false);
    }
    for (const open of [leaf, { not: leaf }, { any: [leaf, { any: [] }] }]) {
      expect(constantOf(open as Json)).toBeNull();
    }
  });
});

describe("a query that is edited", () => {
  const one = toRule({ trait: "plan", op: "exists" });
  const two = toRule({ trait: "city", op: "exists" });
  const group = (changes: Partial<ConditionGroup>): ConditionGroup => ({
    ...emptyGroup(),
    ...changes,
  });

  it("is one question without a list, and a list from two on", () => {
    expect(fromQuery(group({ rules: [one] }))).toEqual(one.value);
    expect(fromQuery(group({ rules: [one, two] }))).toEqual({ all: [one.value, two.value] });
    expect(fromQuery(group({ rules: [one, two], combinator: "none" }))).toEqual({
      not: { any: [one.value, two.value] },
    });
  });

  it("never becomes one that holds for nobody when its last question is taken out", () => {
    const written = toQuery({ any: [one.value] });
    expect(fromQuery({ ...written, rules: [] })).toBeUndefined();
    expect(fromQuery(group({ rules: [one, emptyGroup()] }))).toEqual(one.value);
    expect(fromQuery(group({ rules: [emptyGroup()], combinator: "none" }))).toBeUndefined();
  });

  it("keeps an empty list that was written so", () => {
    expect(fromQuery(toQuery({ any: [] }))).toEqual({ any: [] });
    expect(understood({ any: [] })).toEqual({ op: "any", parts: [] });
  });

  it("has ids that are its own", () => {
    const ids = new Set<string>();
    const walk = (part: ConditionGroup["rules"][number]): void => {
      expect(ids.has(part.id)).toBe(false);
      ids.add(part.id);
      if (isGroup(part)) part.rules.forEach(walk);
    };
    walk(toQuery({ all: [one.value, { not: two.value }] } as unknown as Condition as Json));
  });
});
