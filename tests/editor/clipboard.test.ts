import { copied, pasted, readCopied } from "@editor/model/clipboard";
import type { JourneyDocument } from "@editor/model/document";
import fc from "fast-check";
import { expect, test } from "vitest";
import { journeys } from "./journeys";

const EMPTY: JourneyDocument = { nodes: [], edges: [] };

test("what is pasted into another journey is what was copied, with keys of its own", () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const names = document.nodes.map((node) => node.key);
      const fragment = readCopied(copied(document, names));
      if (!fragment) throw new Error("our own text is refused");
      const { document: after, keys } = pasted(EMPTY, fragment, [0, 0]);
      expect(keys).toHaveLength(names.length);
      const name = new Map(names.map((key, index) => [keys[index], key]));
      expect(after.nodes.map((node) => ({ ...node, key: name.get(node.key) }))).toEqual(
        document.nodes,
      );
      const ways = after.edges.map((edge) => ({
        ...edge,
        from: name.get(edge.from),
        to: name.get(edge.to),
      }));
      expect(ways).toEqual(document.edges);
    }),
  );
});

test("only the ways between what is copied come along", () => {
  const document: JourneyDocument = {
    nodes: [
      { key: "a", type: "delay" },
      { key: "b", type: "delay" },
      { key: "c", type: "exit" },
    ],
    edges: [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
    ],
  };
  expect(readCopied(copied(document, ["a", "b"]))?.edges).toEqual([{ from: "a", to: "b" }]);
});

test("it is pasted with its middle where it is asked for", () => {
  const document: JourneyDocument = {
    nodes: [
      { key: "a", type: "delay" },
      { key: "b", type: "delay" },
    ],
    edges: [],
    layout: { positions: { a: [0, 0], b: [100, 200] } },
  };
  const fragment = readCopied(copied(document, ["a", "b"]));
  const after = fragment && pasted(document, fragment, [1000, 1000]);
  const places = after?.keys.map((key) => after.document.layout?.positions?.[key]);
  expect(places).toEqual([
    [950, 900],
    [1050, 1100],
  ]);
});

test("notes are copied, too", () => {
  const note = { id: "n", x: 1, y: 2, width: 200, height: 100, text: "mind this" };
  const document: JourneyDocument = { ...EMPTY, layout: { notes: [note] } };
  const fragment = readCopied(copied(document, ["note:n"]));
  const after = fragment && pasted(document, fragment, [50, 50]);
  expect(after?.document.layout?.notes).toHaveLength(2);
  expect(after?.document.layout?.notes?.[1]).toMatchObject({ x: 50, y: 50, text: "mind this" });
});

test("nothing copied is no text", () => {
  expect(copied(EMPTY, ["nobody"])).toBe("");
});

test.each([
  "",
  "hello",
  "{}",
  "null",
  '{"kind":"throughline/nodes"}',
  '{"kind":"throughline/nodes","nodes":[{"key":1}],"edges":[]}',
  '{"kind":"throughline/nodes","nodes":[{"key":"a","type":"delay"},{"key":"a","type":"exit"}],"edges":[]}',
  '{"kind":"other","about":"throughline/nodes","nodes":[],"edges":[]}',
  '["throughline/nodes"]',
])("what isn't ours is refused: %s", (text) => {
  expect(readCopied(text)).toBeNull();
});

test("any text is read or refused, never an error", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      readCopied(
        `{"kind":"throughline/nodes","nodes":${json},"edges":${json},"positions":${json}}`,
      );
    }),
  );
});
