import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EdgeDocument, JourneyDocument, NodeDocument } from "@editor/model/document";
import { merge } from "@editor/saving/merge";
import { sameWork, type Work } from "@editor/saving/work";

const node = (key: string, days = 1): NodeDocument => ({
  key,
  type: "delay",
  name: key,
  settings: { duration: { days } },
});
const edge = (from: string, to: string): EdgeDocument => ({ from, port: "next", to });
const of = (nodes: NodeDocument[], edges: EdgeDocument[], more = {}): Work => ({
  name: "Way",
  description: "",
  document: { tier: "marketing", nodes, edges, ...more },
});
const change = (work: Work, recipe: (document: JourneyDocument) => JourneyDocument): Work => ({
  ...work,
  document: recipe(work.document),
});
const setNode = (work: Work, changed: NodeDocument): Work =>
  change(work, (document) => ({
    ...document,
    nodes: document.nodes.map((one) => (one.key === changed.key ? changed : one)),
  }));

const base = of([node("a"), node("b"), node("c")], [edge("a", "b"), edge("b", "c")]);

describe("different places", () => {
  test("settings of two nodes", () => {
    const { work, collisions } = merge(
      base,
      setNode(base, node("a", 5)),
      setNode(base, node("c", 9)),
    );
    expect(collisions).toEqual([]);
    expect(work?.document.nodes).toEqual([node("a", 5), node("b"), node("c", 9)]);
  });

  test("a name, a priority, and a node", () => {
    const mine = { ...base, name: "The way" };
    const theirs = change(setNode(base, node("b", 3)), (d) => ({ ...d, priority: 9 }));
    const { work } = merge(base, mine, theirs);
    expect([work?.name, work?.document.priority]).toEqual(["The way", 9]);
    expect(work?.document.nodes[1]).toEqual(node("b", 3));
  });

  test("one node inserted by each, in different ways", () => {
    const mine = of(
      [node("a"), node("m"), node("b"), node("c")],
      [edge("a", "m"), edge("m", "b"), edge("b", "c")],
    );
    const theirs = of(
      [node("a"), node("b"), node("t"), node("c")],
      [edge("a", "b"), edge("b", "t"), edge("t", "c")],
    );
    const { work } = merge(base, mine, theirs);
    expect(work?.document.nodes.map((one) => one.key)).toEqual(["a", "m", "b", "t", "c"]);
    expect(new Set(work?.document.edges)).toEqual(
      new Set([edge("a", "m"), edge("m", "b"), edge("b", "t"), edge("t", "c")]),
    );
  });

  test("two new nodes of one key get two keys", () => {
    const added = (days: number, from: string) =>
      of([...base.document.nodes, node("n", days)], [...base.document.edges, edge(from, "n")]);
    const { work, collisions } = merge(base, added(2, "c"), added(7, "x"));
    expect(collisions).toEqual(["x"]);
    expect(work).toBeNull();
    const loose = of([...base.document.nodes, node("n", 7)], [...base.document.edges]);
    const both = merge(base, added(2, "c"), loose).work?.document;
    expect(both?.nodes.slice(-2)).toEqual([node("n", 7), { ...node("n", 2), key: "n-2" }]);
    expect(both?.edges.at(-1)).toEqual(edge("c", "n-2"));
  });

  test("moved on the canvas by both: it stands where I put it", () => {
    const at = (x: number) => change(base, (d) => ({ ...d, layout: { positions: { a: [x, 0] } } }));
    expect(merge(base, at(1), at(2)).work?.document.layout?.positions).toEqual({ a: [1, 0] });
  });
});

describe("the same place", () => {
  test("one node, two settings", () => {
    const { work, collisions } = merge(
      base,
      setNode(base, node("b", 2)),
      setNode(base, node("b", 3)),
    );
    expect(work).toBeNull();
    expect(collisions).toEqual(["b"]);
  });

  test("changed by one, removed by the other", () => {
    const theirs = of([node("a"), node("c")], [edge("a", "c")]);
    expect(merge(base, setNode(base, node("b", 2)), theirs).work).toBeNull();
  });

  test("two nodes inserted into one way", () => {
    const into = (key: string) =>
      of([...base.document.nodes, node(key)], [edge("a", key), edge(key, "b"), edge("b", "c")]);
    expect(merge(base, into("x"), into("y")).collisions).toEqual(["a"]);
  });

  test("a way to a node that the other removed", () => {
    const mine = of([...base.document.nodes, node("d")], [...base.document.edges, edge("d", "b")]);
    const theirs = of([node("a"), node("c")], [edge("a", "c")]);
    expect(merge(base, mine, theirs).work).toBeNull();
  });

  test("two notes are both kept, one note changed by both is not", () => {
    const note = (id: string, text: string) => ({ id, x: 0, y: 0, width: 1, height: 1, text });
    const with_ = (...notes: ReturnType<typeof note>[]) =>
      change(base, (d) => ({ ...d, layout: { notes } }));
    expect(
      merge(base, with_(note("1", "a")), with_(note("2", "b"))).work?.document.layout?.notes,
    ).toHaveLength(2);
    const had = with_(note("1", "a"));
    expect(merge(had, with_(note("1", "b")), with_(note("1", "c"))).collisions).toEqual(["notes"]);
  });
});

const keys = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
const works = fc
  .tuple(keys, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }))
  .map(([used, days]) =>
    of(
      used.map((key, index) => node(key, days[index])),
      used.slice(1).map((key, index) => edge(used[index]!, key)),
    ),
  );

test("who changed nothing gets what the other made, and one’s own is never lost in silence", () => {
  fc.assert(
    fc.property(works, works, works, (before, mine, theirs) => {
      expect(merge(before, before, theirs).work).toEqual(theirs);
      const kept = merge(before, mine, before).work;
      expect(kept).toEqual(mine);
      expect(sameWork(merge(before, mine, mine).work!, mine)).toBe(true);
      const both = merge(before, mine, theirs);
      if (!both.work) {
        expect(both.collisions.length).toBeGreaterThan(0);
        return;
      }
      const there = new Set(both.work.document.nodes.map((one) => one.key));
      for (const way of both.work.document.edges) {
        expect(there.has(way.from) && there.has(way.to)).toBe(true);
      }
    }),
  );
});
