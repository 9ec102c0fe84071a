import type { JourneyDocument } from "@editor/model/document";
import { pathOf, routesOf } from "@editor/model/routes";
import { edgeId } from "@editor/overlay";
import { expect, test } from "vitest";

const SIZE = { width: 240, height: 60 };
const sizeOf = () => SIZE;

function line(...keys: string[]): JourneyDocument["nodes"] {
  return keys.map((key) => ({ key, type: "delay", settings: { duration: { days: 1 } } }));
}

test("a short way straight down needs no route of its own", () => {
  const document = { nodes: line("a", "b"), edges: [{ from: "a", to: "b" }] };
  expect(routesOf(document, { a: [0, 0], b: [0, 120] }, sizeOf)).toEqual({});
});

test("a long way runs beside the card that stands between", () => {
  const document = {
    nodes: line("a", "b", "c"),
    edges: [{ from: "a", to: "c" }],
  };
  const places = { a: [0, 0], b: [0, 200], c: [0, 400] } as const;
  const { lane } = routesOf(document, places, sizeOf)[edgeId("a", "next")] ?? {};
  expect(lane).toBeDefined();
  expect((lane ?? 0) < 0 || (lane ?? 0) > 240).toBe(true);
});

test("a way back runs beside the cards it passes", () => {
  const document = {
    nodes: line("a", "b", "c"),
    edges: [{ from: "c", to: "a" }],
  };
  const places = { a: [0, 0], b: [0, 120], c: [0, 240] } as const;
  const { lane } = routesOf(document, places, sizeOf)[edgeId("c", "next")] ?? {};
  expect((lane ?? 0) < 0 || (lane ?? 0) > 240).toBe(true);
});

test("ways to the same side turn one below the other, the outermost first", () => {
  const variants = ["A", "B", "C"].map((port) => ({ port, weight: 1 }));
  const document: JourneyDocument = {
    nodes: [{ key: "s", type: "random_split", settings: { variants } }, ...line("a", "b", "c")],
    edges: ["A", "B", "C"].map((port) => ({ from: "s", port, to: port.toLowerCase() })),
  };
  const places = { s: [2000, 0], a: [0, 150], b: [300, 150], c: [600, 150] } as const;
  const routes = routesOf(document, places, sizeOf);
  const turns = ["A", "B", "C"].map((port) => routes[edgeId("s", port)]?.turn ?? 0);
  expect(turns).toEqual([...turns].sort((a, b) => a - b));
  expect(new Set(turns).size).toBe(3);
});

test("a path begins and ends where the ports are", () => {
  for (const route of [{}, { lane: 300 }, { turn: 0.25 }]) {
    const { d } = pathOf([10, 20], [100, 220], route);
    expect(d).toMatch(/^M10 20/);
    expect(d).toMatch(/L100 220$/);
    expect(d).not.toContain("NaN");
  }
});
