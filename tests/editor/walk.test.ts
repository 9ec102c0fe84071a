import type { JourneyDocument } from "@editor/model/document";
import { type Direction, neighbour, readingOrder } from "@editor/model/walk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { journeys } from "./journeys";

const PLACES = {
  in: [0, 0],
  split: [0, 160],
  yes: [-150, 320],
  no: [150, 320],
  lonely: [600, 320],
} as const;

/** in → split, by "yes" to yes and by "else" to no; and one that nothing leads to. */
const DOCUMENT: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", settings: { event: "A" } },
    {
      key: "split",
      type: "condition_split",
      settings: { branches: [{ port: "yes", when: { trait: "a", op: "exists" } }] },
    },
    { key: "no", type: "exit" },
    { key: "yes", type: "exit" },
    { key: "lonely", type: "exit" },
  ],
  edges: [
    { from: "split", port: "else", to: "no" },
    { from: "in", to: "split" },
    { from: "split", port: "yes", to: "yes" },
  ],
  layout: { positions: PLACES, notes: [{ id: "n", x: 0, y: 80, width: 9, height: 9, text: "" }] },
};

test.each<[string, Direction, string | undefined]>([
  ["in", "down", "split"],
  ["split", "down", "yes"],
  ["split", "up", "in"],
  ["in", "up", undefined],
  ["yes", "right", "no"],
  ["no", "left", "yes"],
  ["no", "right", "lonely"],
  ["lonely", "left", "no"],
  ["yes", "down", undefined],
  ["in", "after", "note:n"],
  ["note:n", "after", "split"],
  ["split", "before", "note:n"],
  ["lonely", "first", "in"],
  ["in", "last", "lonely"],
])("from %s %s is %s", (from, direction, to) => {
  expect(neighbour(DOCUMENT, PLACES, from, direction)).toBe(to);
});

test("reading order reaches everything, from wherever one begins", () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const order = readingOrder(document, {});
      expect(order).toHaveLength(document.nodes.length + 1);
      for (const [index, name] of order.entries()) {
        expect(neighbour(document, {}, name, "after")).toBe(order[index + 1]);
      }
    }),
  );
});
