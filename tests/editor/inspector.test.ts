import { audienceWords, shareOf } from "@editor/conditions/audienceWords";
import { check, OF_SESSION, type Op } from "@editor/conditions/condition";
import {
  fittingOps,
  freshLeaf,
  fromOf,
  readAs,
  withFrom,
  withKey,
  withKind,
  withOp,
  withSource,
  withValue,
} from "@editor/conditions/leaf";
import { type Amount, amountsOf, seenFrom, sideOf, turned } from "@editor/inspector/amounts";
import { clockOf } from "@editor/inspector/clock";
import { problemsAt } from "@editor/inspector/problemsAt";
import { evened, freeName, moved, portsWithout, rowsOf, sharesOf } from "@editor/inspector/rows";
import { remedyOf } from "@editor/inspector/words";
import type { Fields } from "@editor/model/document";
import { matching } from "@editor/parts/matching";
import { numberOf } from "@editor/parts/numbers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const plan: Fields = { trait: "plan", op: "eq", value: "pro", comment: "kept" };

describe("a question that becomes another one", () => {
  it("keeps key and value between traits and properties", () => {
    expect(withKind(plan, "entry")).toEqual({
      entry: "plan",
      op: "eq",
      value: "pro",
      comment: "kept",
    });
    expect(withKind(plan, "trait")).toBe(plan);
  });

  it("begins anew where nothing of it makes sense", () => {
    expect(withKind(plan, "count")).toEqual({ count: "", days: 30, op: "gte", value: 1 });
    expect(withKind(plan, "done")).toEqual({ done: "", op: "eq", value: true });
    expect(withKind(plan, "session")).toEqual({ session: "events", op: "gte", value: 3 });
  });

  it("has a list for “is one of”, one value otherwise, and none for “is known”", () => {
    const listed = withOp(plan, "in");
    expect(listed.value).toEqual(["pro"]);
    expect(withOp(listed, "eq").value).toBe("pro");
    expect(withOp({ ...plan, value: [] }, "eq")).not.toHaveProperty("value");
    expect(withOp(plan, "exists")).toEqual({ trait: "plan", op: "exists", comment: "kept" });
  });

  it("takes its value from elsewhere, or says it itself", () => {
    const taken = withSource(withFrom(plan, "entry"), "entry", "order_id");
    expect(taken).toEqual({
      trait: "plan",
      op: "eq",
      comment: "kept",
      value_from: { entry: "order_id" },
    });
    expect(fromOf(taken, "text")).toBe("entry");
    expect(withValue(taken, "pro")).toEqual(plan);
  });

  it("reads what stands there as another kind of value where it can", () => {
    expect(withFrom({ trait: "age", op: "gt", value: "12" }, "number").value).toBe(12);
    expect(withFrom(plan, "number")).not.toHaveProperty("value");
    expect(withFrom({ trait: "age", op: "in", value: ["1", "x", "3"] }, "number").value).toEqual([
      1, 3,
    ]);
    expect(readAs("2,5", "number")).toBe(2.5);
    expect(readAs("", "text")).toBeUndefined();
  });

  it("is one that the engine accepts once key and value are there", () => {
    for (const kind of ["trait", "event", "entry", "stage"] as const) {
      expect(check(withValue(freshLeaf(kind, "a"), "b"), "", "")).toEqual([]);
    }
    expect(check(freshLeaf("count", "Order Completed"), "", "")).toEqual([]);
    expect(check(freshLeaf("done", "customer"), "", "")).toEqual([]);
    for (const key of OF_SESSION) {
      expect(check(withValue(freshLeaf("session", key), 1), "", "")).toEqual([]);
    }
    expect(withKey(freshLeaf("count"), "X").count).toBe("X");
  });

  it("offers only operators that the engine has for it", () => {
    const kinds = ["number", "text", "boolean", "date", "list", "other", ""];
    for (const leaf of ["trait", "count", "stage", "done"] as const) {
      for (const op of kinds.flatMap((kind) => fittingOps(leaf, kind))) {
        const asked = withOp({ [leaf]: "a", value: 1 } as Fields, op as Op);
        expect(check(asked, "", "")).toEqual([]);
      }
    }
  });
});

describe("how many there are", () => {
  const people = { counts: "people", matching: 5, of: 10, exact: true, sample: 10 } as const;

  it("is said exactly where everybody was counted", () => {
    expect(audienceWords(people, "")).toBe("5 of 10 people match now.");
    expect(audienceWords({ ...people, matching: 1 }, "")).toBe("1 of 10 people matches now.");
  });

  it("is said with no more digits than a sample knows", () => {
    const many = { ...people, matching: 12_437, of: 100_000, exact: false, sample: 2000 };
    expect(audienceWords(many, "")).toBe("About 12,000 of 100,000 people match now.");
  });

  it("is nobody of those who were looked at, where there may be others", () => {
    const none = { ...people, matching: 0, of: 100_000, exact: false, sample: 2000 };
    expect(audienceWords(none, "")).toBe("Nobody of the 2,000 people looked at matches now.");
  });

  it("is of events where their properties are asked", () => {
    const events = { counts: "events", matching: 3, of: 1000, exact: false, sample: 1000 } as const;
    expect(audienceWords(events, "Order Completed")).toBe(
      "3 of the latest 1,000 “Order Completed” match.",
    );
  });

  it("is nothing where only a run can tell", () => {
    const nothing = { counts: "nothing", matching: null, of: 0, exact: false, sample: 0 } as const;
    expect(audienceWords(nothing, "")).toContain("Only a run");
    expect(shareOf(nothing)).toBe(0);
  });
});

describe("rows of a split", () => {
  const rows = [
    { port: "a", weight: 1 },
    { port: "b", weight: 3 },
    { port: "c", weight: null },
  ];

  it("have their shares by weight", () => {
    expect(sharesOf(rows)).toEqual([0.25, 0.75, 0]);
    expect(sharesOf([{ weight: 0 }])).toEqual([0]);
  });

  it("are evened out to whole percents that make a hundred", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const even = evened(Array.from({ length: count }, () => ({ port: "x", other: 1 })));
        const weights = even.map((row) => row.weight as number);
        expect(weights.reduce((sum, one) => sum + one, 0)).toBe(100);
        expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(1);
        expect(even.every((row) => row.other === 1)).toBe(true);
      }),
    );
  });

  it("change places and get names that nobody has", () => {
    expect(moved(rows, 2, -1).map((row) => row.port)).toEqual(["a", "c", "b"]);
    expect(freeName([{ port: "branch 2" }], "branch")).toBe("branch 3");
    expect(portsWithout(rows, 1)).toEqual(["a", "c"]);
  });

  it("are only rows where they are a list of objects", () => {
    expect(rowsOf(undefined)).toEqual([]);
    expect(rowsOf(rows as never)).toBe(rows);
    for (const odd of [null, 3, "a", {}, [1]]) expect(rowsOf(odd as never)).toBeNull();
  });
});

describe("what is typed", () => {
  it("is a time of day in the ways people write one", () => {
    expect(["9", "9:30", "09.05", "23:59"].map(clockOf)).toEqual([
      "09:00",
      "09:30",
      "09:05",
      "23:59",
    ]);
    expect(["", "24", "9:60", "noon", "9:3"].map(clockOf)).toEqual([null, null, null, null, null]);
  });

  it("finds suggestions, those that begin so first", () => {
    const choices = ["Order Completed", "Pre Order", "Reorder"].map((value) => ({ value }));
    expect(matching(choices, "ORD").map((one) => one.value)).toEqual(
      choices.map((one) => one.value),
    );
    expect(matching(choices, "re").map((one) => one.value)[0]).toBe("Reorder");
    expect(matching(choices, "xyz")).toEqual([]);
    expect(matching(choices, "")).toHaveLength(3);
  });
});

describe("a number that is typed", () => {
  it("is read as people write it", () => {
    expect(["5", " 5 ", "1,5", "1.5", "0.", "-3"].map(numberOf)).toEqual([5, 5, 1.5, 1.5, 0, -3]);
    expect(["1,000", "12,345,678", "1 000", "1,000.5"].map(numberOf)).toEqual([
      1000, 12_345_678, 1000, 1000.5,
    ]);
    expect(["", " ", "five", "1,2,3", "Infinity", "-"].map(numberOf)).toEqual(Array(6).fill(null));
  });
});

describe("a duration before or after a date", () => {
  const three: readonly Amount[] = [["days", -3]];

  it("is on the side that its numbers tell", () => {
    expect(sideOf(three, 1)).toBe(-1);
    expect(sideOf(turned(three), -1)).toBe(1);
    expect(seenFrom(-1, -3)).toBe(3);
  });

  it("stays on its side while the number is typed anew", () => {
    expect(sideOf([["days", null]], -1)).toBe(-1);
    expect(sideOf([["days", 0]], -1)).toBe(-1);
    expect(seenFrom(-1, 0)).toBe(0);
  });

  it("is shown as it stands where it is both", () => {
    expect(sideOf([...three, ["hours", 2]], -1)).toBe(1);
  });

  it("is kept as it is where it is none that a form can show", () => {
    expect(amountsOf(undefined)).toEqual([]);
    expect(amountsOf("3 days")).toBeNull();
    expect(amountsOf({ months: 1 })).toBeNull();
    expect(amountsOf({ days: "3" })).toBeNull();
  });
});

describe("a problem", () => {
  const problem = {
    field: "branches.0.when.op",
    code: "unknown_operator",
    remedy: "no",
    node: "a",
  };

  it("is shown at its own field, or at the one around it that shows what is inside", () => {
    expect(problemsAt([problem], "a", "branches.0.when.op", false)).toEqual([problem]);
    expect(problemsAt([problem], "a", "branches.0.when", false)).toEqual([]);
    expect(problemsAt([problem], "a", "branches.0.when", true)).toEqual([problem]);
    expect(problemsAt([problem], "a", "branches.0.w", true)).toEqual([]);
    expect(problemsAt([problem], "b", "branches.0.when", true)).toEqual([]);
  });

  it("has a remedy for somebody who sees a form", () => {
    expect(remedyOf({ code: "not_a_duration", remedy: 'give {"days": 3}' })).not.toContain("{");
    expect(remedyOf({ code: "missing", remedy: "name the trait to set" })).toBe(
      "Name the trait to set.",
    );
  });
});
