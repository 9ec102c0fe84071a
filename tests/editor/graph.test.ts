import type { EdgeDocument, JourneyDocument } from "@editor/model/document";
import { portOf } from "@editor/model/document";
import * as graph from "@editor/model/graph";
import { placesOf } from "@editor/model/places";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { journeys } from "./journeys";
import { dice, perform } from "./operations";

const SPLIT = { branches: [{ port: "yes", when: { trait: "plan", op: "eq", value: "pro" } }] };

/** in → wait → hello → end, and a split beside it. */
const LINE: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", settings: { event: "Trial Started" } },
    { key: "wait", type: "delay", settings: { duration: { days: 1 } } },
    { key: "hello", type: "message", settings: { channel: "email", template: "hello" } },
    { key: "end", type: "exit", settings: {} },
    { key: "split", type: "condition_split", settings: SPLIT },
  ],
  edges: [
    { from: "in", to: "wait" },
    { from: "wait", port: "next", to: "hello" },
    { from: "hello", to: "end" },
  ],
  layout: { positions: { in: [0, 0], wait: [0, 160], hello: [0, 320], end: [0, 480] } },
};

function ways(document: JourneyDocument): string[] {
  return document.edges.map((edge) => `${edge.from} ${portOf(edge)} ${edge.to}`);
}

function expectValid(document: JourneyDocument): void {
  const keys = document.nodes.map((node) => node.key);
  expect(new Set(keys).size).toBe(keys.length);
  const places = document.edges.map((edge) => `${edge.from}\u0000${portOf(edge)}`);
  expect(new Set(places).size).toBe(places.length);
  for (const edge of document.edges) {
    expect(keys).toContain(edge.from);
    expect(keys).toContain(edge.to);
    expect(edge.from).not.toBe(edge.to);
    expect(document.nodes.find((node) => node.key === edge.to)?.type).not.toBe("entry");
  }
}

describe("adding", () => {
  test("a node after a free port", () => {
    const { document, key } = graph.addNode(LINE, "message", {
      after: { from: "split", port: "yes" },
    });
    expect(ways(document)).toContain(`split yes ${key}`);
  });

  test("a node after a taken port leads on to where the port led", () => {
    const { document, key } = graph.insertOnEdge(LINE, "wait", "next", "condition_split");
    expect(ways(document)).toContain(`wait next ${key}`);
    expect(ways(document)).toContain(`${key} yes hello`);
    expect(document.edges).toHaveLength(4);
  });

  test("an ending in a way cuts what follows off", () => {
    const { document, key } = graph.insertOnEdge(LINE, "wait", "next", "exit");
    expect(ways(document)).toEqual(["in next wait", `wait next ${key}`, "hello next end"]);
  });

  test("makes room for itself, and never stands on another card", () => {
    const { document, key } = graph.insertOnEdge(LINE, "wait", "next", "delay");
    const places = placesOf(document);
    const [above, added, below] = [places.wait?.[1], places[key]?.[1], places.hello?.[1]];
    expect(above).toBe(160);
    expect(added).toBeGreaterThan(160 + 80);
    expect(below).toBeGreaterThan((added ?? 0) + 80);
    expect(places.end?.[1]).toBe((below ?? 0) + 160);
  });

  test("brings its settings, its name and its place", () => {
    const { document, key } = graph.addNode(LINE, "delay", {
      at: [7.4, 9],
      settings: { duration: { days: 9 } },
      name: "Nine days",
    });
    expect(document.nodes.at(-1)).toEqual({
      key,
      type: "delay",
      name: "Nine days",
      settings: { duration: { days: 9 } },
    });
    expect(document.layout?.positions?.[key]).toEqual([7, 9]);
  });
});

describe("ways", () => {
  test("a taken port leads to the new node instead", () => {
    expect(ways(graph.connect(LINE, "wait", "next", "end"))).toEqual([
      "in next wait",
      "wait next end",
      "hello next end",
    ]);
  });

  test.each([
    ["in", "next", "in"],
    ["hello", "next", "in"],
    ["hello", "yes", "end"],
    ["end", "next", "hello"],
    ["hello", "next", "nobody"],
  ])("no way from %s by %s to %s", (from, port, to) => {
    expect(graph.connect(LINE, from, port, to)).toBe(LINE);
    expect(graph.refusal(LINE, from, port, to)).not.toBe("");
  });

  test("an end of a way may be led elsewhere, and keeps what is unknown about it", () => {
    const known = { ...LINE.edges[1], colour: "red" } as EdgeDocument;
    const before = { ...LINE, edges: [LINE.edges[0], known] as EdgeDocument[] };
    const way = { from: "wait", port: "next" };
    const after = graph.reconnect(before, way, { from: "split", port: "else" }, "end");
    expect(after.edges[1]).toEqual({ from: "split", port: "else", to: "end", colour: "red" });
  });

  test("the same way again changes nothing", () => {
    expect(graph.connect(LINE, "wait", "next", "hello")).toBe(LINE);
    expect(graph.disconnect(LINE, "split", "yes")).toBe(LINE);
  });
});

describe("removing", () => {
  test("heals the gap", () => {
    expect(ways(graph.removeNodes(LINE, ["wait", "hello"]))).toEqual(["in next end"]);
  });

  test("goes on by the first way of a split", () => {
    let document = graph.connect(LINE, "wait", "next", "split");
    document = graph.connect(document, "split", "yes", "end");
    document = graph.connect(document, "split", "else", "hello");
    expect(ways(graph.removeNodes(document, ["split"]))).toContain("wait next end");
  });

  test("never leads back where a jump led back", () => {
    let { document, key } = graph.insertOnEdge(LINE, "hello", "next", "jump");
    document = graph.connect(document, key, "again", "wait");
    document = graph.connect(document, key, "limit", "end");
    expect(ways(graph.removeNodes(document, [key]))).toContain("hello next end");
  });

  test("takes the places along, and nothing that is unknown", () => {
    const before = { ...LINE, future: 1, layout: { ...LINE.layout, future: [2] } };
    const after = graph.removeNodes(before, ["wait"]);
    expect(after).toMatchObject({ future: 1, layout: { future: [2] } });
    expect(after.layout?.positions).not.toHaveProperty("wait");
  });
});

describe("settings", () => {
  const led = graph.connect(LINE, "split", "yes", "end");

  test("drop the way of a port that is gone", () => {
    const branches = [{ port: "no", when: {} }];
    expect(ways(graph.setField(led, "split", "branches", branches))).not.toContain("split yes end");
  });

  test("let the way follow a port's new name", () => {
    const branches = [{ port: "no", when: {} }];
    const after = graph.setField(led, "split", "branches", branches, { yes: "no" });
    expect(ways(after)).toContain("split no end");
  });

  test("ports may change their names with one another", () => {
    const two = [{ port: "a" }, { port: "b" }].map((one) => ({ ...one, when: {} }));
    let document = graph.setField(LINE, "split", "branches", two);
    document = graph.connect(document, "split", "a", "wait");
    document = graph.connect(document, "split", "b", "end");
    const after = graph.setField(document, "split", "branches", [...two].reverse(), {
      a: "b",
      b: "a",
    });
    expect(ways(after).slice(-2)).toEqual(["split b wait", "split a end"]);
  });

  test("of a type that nobody knows keep its ways", () => {
    const strange = { ...LINE, nodes: [...LINE.nodes, { key: "x", type: "teleport" }] };
    const document = {
      ...strange,
      edges: [...LINE.edges, { from: "x", port: "there", to: "end" }],
    };
    expect(ways(graph.setField(document, "x", "power", 9))).toContain("x there end");
  });

  test("a field that is taken out is gone", () => {
    const after = graph.setField(LINE, "hello", "channel", undefined);
    expect(after.nodes[2]?.settings).toEqual({ template: "hello" });
  });

  test("a name that is empty is none", () => {
    const named = graph.renameNode(LINE, "hello", "Hello");
    expect(named.nodes[2]?.name).toBe("Hello");
    expect(graph.renameNode(named, "hello", "")).toEqual(LINE);
  });

  test("of the journey may be taken out", () => {
    const with_ = graph.setJourney(LINE, { priority: 70, tier: "sale" });
    expect(with_).toMatchObject({ priority: 70, tier: "sale" });
    expect(graph.setJourney(with_, { priority: undefined, tier: undefined })).toEqual(LINE);
  });
});

test("copies keep the ways among themselves, and make no second entry", () => {
  const { document, keys } = graph.duplicate(LINE, ["in", "wait", "hello"]);
  expect(keys).toHaveLength(2);
  expect(ways(document)).toContain(`${keys[0]} next ${keys[1]}`);
  expect(document.nodes.filter((node) => node.type === "entry")).toHaveLength(1);
});

test("whatever is done, the document stays valid", () => {
  fc.assert(
    fc.property(journeys(), fc.array(dice, { maxLength: 25 }), (document, steps) => {
      let after = document;
      for (const step of steps) {
        after = perform(after, step);
        expectValid(after);
      }
    }),
  );
});

test("whatever is done, nothing unknown is lost", () => {
  fc.assert(
    fc.property(journeys(), fc.array(dice, { maxLength: 25 }), (document, steps) => {
      const after = steps.reduce(perform, document) as JourneyDocument & { future: unknown };
      expect(after.future).toEqual((document as typeof after).future);
      expect(after.layout).toHaveProperty("future");
      for (const node of document.nodes) {
        const left = after.nodes.find((one) => one.key === node.key);
        if (left) expect(left).toMatchObject("extra" in node ? { extra: node.extra } : {});
      }
    }),
  );
});

test("no operation changes the document it is given", () => {
  fc.assert(
    fc.property(journeys(), fc.array(dice, { maxLength: 10 }), (document, steps) => {
      const before = structuredClone(document);
      steps.reduce(perform, document);
      expect(document).toEqual(before);
    }),
  );
});
