import { describe, expect, it } from "vitest";
import type { JourneyDocument, Problem } from "@editor/model/document";
import { durationWords } from "@editor/model/durations";
import { percent, plainNumber, sixDigits } from "@editor/nodes/numbers";
import { text } from "@editor/nodes/reading";
import { counted, mattersOf } from "@editor/problems/words";

const DOCUMENT: JourneyDocument = {
  nodes: [
    { key: "a", type: "delay", name: "Think", settings: { duration: { days: 1 } } },
    { key: "b", type: "message", name: "Offer", settings: {} },
  ],
  edges: [],
};

function problem(node: string, field: string, code: string, remedy = "mend it"): Problem {
  return { node, field, code, remedy };
}

describe("problems in the panel", () => {
  it("name their place by its sentence, and the field", () => {
    const problems = [problem("b", "at_most", "too_long"), problem("a", "edges", "dead_end")];
    expect(mattersOf(problems, DOCUMENT)).toEqual([
      {
        remedy: "Mend it.",
        places: [{ node: "b", says: "Offer", field: "at_most", label: "At most" }],
      },
      { remedy: "Mend it.", places: [{ node: "a", says: "Wait 1 day", field: "", label: "" }] },
    ]);
  });
  it("are one where one circle is about several nodes", () => {
    const circle = ["a", "b"].map((key) => problem(key, "edges", "cycle_without_wait"));
    const [matter, ...others] = mattersOf(circle, DOCUMENT);
    expect(others).toEqual([]);
    expect(matter?.places.map((place) => place.node)).toEqual(["a", "b"]);
  });
  it("may be about the journey, or about what is gone", () => {
    const [journey, gone] = mattersOf(
      [problem("", "priority", "out_of_range"), problem("gone", "edges", "unknown_node")],
      DOCUMENT,
    );
    expect(journey?.places[0]).toEqual({
      node: "",
      says: "The journey",
      field: "priority",
      label: "Priority",
    });
    expect(gone?.places[0]?.says).toBe("gone");
  });
  it("lead to where a missing goal is added", () => {
    const [matter] = mattersOf([problem("", "nodes", "no_goal")], DOCUMENT);
    expect(matter?.places[0]).toMatchObject({ node: "", field: "goal", label: "Goal" });
  });
  it("are counted in words", () => {
    expect(counted(0, 0, 0)).toBe("No problems.");
    expect(counted(1, 0, 0)).toBe("1 problem.");
    expect(counted(2, 1, 3)).toBe("2 problems, 1 warning and 3 conflicts.");
  });
});

describe("numbers and values read as on the server", () => {
  it.each([
    [1, "1"],
    [-0.5, "-0.5"],
    [1e-7, "1e-07"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1e21, "1000000000000000000000"],
  ])("%d is %s", (value, said) => expect(plainNumber(value)).toBe(said));
  it.each([
    [30, "30"],
    [0.5, "0.5"],
    [1000.125, "1000.12"],
    [2 / 3, "0.666667"],
    [0.00001, "1e-05"],
  ])("%d to six digits is %s", (value, said) => expect(sixDigits(value)).toBe(said));
  it.each([
    [0.125, "12%"],
    [0.875, "88%"],
    [1 / 3, "33%"],
    [1, "100%"],
  ])("%d is %s", (share, said) => expect(percent(share)).toBe(said));
  it("writes lists and objects", () => {
    expect(text([1, null, true, "x"])).toBe("[1, None, True, 'x']");
    expect(text({ a: "it's", b: 'x"y' })).toBe("{'a': \"it's\", 'b': 'x\"y'}");
    expect(text(["\n\u200b😀é"])).toBe("['\\n\\u200b😀é']");
  });
  it("says how long", () => {
    expect(durationWords(0)).toBe("no time");
    expect(durationWords(2 * 604_800)).toBe("2 weeks");
    expect(durationWords(10 * 86_400 + 3_661)).toBe("10 days 1 hour 1 minute 1 second");
  });
});
