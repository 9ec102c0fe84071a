import type { JourneyDocument } from "@editor/model/document";
import { elkGraph, placesBeside, placesFrom, unplaced } from "@editor/model/layout";
import { CARD as USUAL, type Places, placesOf, withPlaces } from "@editor/model/places";
import ELK from "elkjs/lib/elk.bundled.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { big } from "./big";
import { journeys } from "./journeys";

const elk = new ELK();

async function tidied(document: JourneyDocument): Promise<Places> {
  return placesFrom(await elk.layout(elkGraph(document, () => USUAL)), document);
}

function overlaps(places: Places): number {
  const all = Object.values(places);
  return all.filter(([x, y], index) =>
    all.some(
      ([otherX, otherY], other) =>
        other > index && Math.abs(otherX - x) < USUAL.width && Math.abs(otherY - y) < USUAL.height,
    ),
  ).length;
}

test("every node gets a place, and no card lies on another", async () => {
  await fc.assert(
    fc.asyncProperty(journeys(15), async (document) => {
      const places = await tidied(document);
      expect(Object.keys(places).sort()).toEqual(document.nodes.map((node) => node.key).sort());
      expect(overlaps(places)).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test("ways lead down, and ports keep their order", async () => {
  const document: JourneyDocument = {
    nodes: [
      { key: "no", type: "exit" },
      { key: "yes", type: "exit" },
      { key: "in", type: "entry", settings: { event: "A" } },
      {
        key: "split",
        type: "condition_split",
        settings: { branches: [{ port: "yes", when: { trait: "a", op: "exists" } }] },
      },
    ],
    edges: [
      { from: "split", port: "else", to: "no" },
      { from: "in", to: "split" },
      { from: "split", port: "yes", to: "yes" },
    ],
  };
  const {
    in: start,
    split,
    yes,
    no,
  } = (await tidied(document)) as { [key: string]: [number, number] };
  expect(split?.[1]).toBeGreaterThan(start?.[1] ?? 0);
  expect(yes?.[1]).toBeGreaterThan(split?.[1] ?? 0);
  expect(yes?.[0]).toBeLessThan(no?.[0] ?? 0);
});

test("the entry stays where it stands", async () => {
  const document = withPlaces(big(40), { entry: [700, -300] });
  expect((await tidied(document)).entry).toEqual([700, -300]);
});

test("what came by the API may hold anything as positions", () => {
  const layouts = [null, [], "x", { positions: 3 }, { positions: { a: "b", c: [1], d: [1, "2"] } }];
  for (const layout of layouts) {
    const document = { nodes: [{ key: "a", type: "exit" }], edges: [], layout };
    expect(placesOf(document as unknown as JourneyDocument)).toEqual({});
    expect(unplaced(document as unknown as JourneyDocument, {})).toEqual(["a"]);
  }
});

test("a single node without a place goes below who leads there, beside the others", () => {
  const document: JourneyDocument = {
    nodes: ["a", "b", "c"].map((key) => ({ key, type: "delay" })),
    edges: [
      { from: "a", to: "b" },
      { from: "a", port: "missed", to: "c" },
    ],
    layout: { positions: { a: [0, 0], b: [0, 160] } },
  };
  const found = placesBeside(document, {});
  expect(Object.keys(found)).toEqual(["c"]);
  expect(found.c?.[1]).toBe(160);
  expect(found.c?.[0]).toBeGreaterThanOrEqual(USUAL.width);
});

test("three hundred nodes are laid out", async () => {
  const places = await tidied(big(300));
  expect(Object.keys(places)).toHaveLength(300);
  expect(overlaps(places)).toBe(0);
});
