import type { JourneyDocument } from "@editor/model/document";
import { connect, moveNodes, setField } from "@editor/model/graph";
import type { PageData } from "@editor/page";
import { load, useEditor } from "@editor/store";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { journeys } from "./journeys";
import { dice, perform } from "./operations";

const PAGE = { mode: "draft", key: "x", name: "X", description: "" } as PageData;
const DOCUMENT: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", settings: { event: "A" } },
    { key: "out", type: "exit", settings: {} },
  ],
  edges: [],
};

const editor = () => useEditor.getState();
const now = () => editor().history.now.document;

beforeEach(() => load(PAGE, DOCUMENT));

test("undo of everything is the first document, redo of everything the last", () => {
  fc.assert(
    fc.property(journeys(), fc.array(dice, { maxLength: 20 }), (document, steps) => {
      load(PAGE, document);
      for (const step of steps) editor().changeDocument("step", (before) => perform(before, step));
      const last = now();
      while (editor().history.past.length > 0) editor().undo();
      expect(now()).toBe(document);
      while (editor().history.future.length > 0) editor().redo();
      expect(now()).toBe(last);
    }),
  );
});

test("a refused way is no step", () => {
  editor().changeDocument("Connect", (document) => connect(document, "out", "next", "in"));
  expect(editor().history.past).toHaveLength(0);
});

test("moves of one part are one step, until something else happens", () => {
  for (const x of [1, 2, 3]) {
    editor().changeDocument("Move", (document) => moveNodes(document, { in: [x, 0] }), "move:in");
  }
  editor().changeDocument("Set", (document) => setField(document, "in", "event", "B"));
  editor().changeDocument("Move", (document) => moveNodes(document, { in: [4, 0] }), "move:in");
  expect(editor().history.past.map((step) => step.label)).toEqual(["Move", "Set", "Move"]);
});

test("what is undone away is no longer selected", () => {
  editor().changeDocument("Add", (document) => ({
    ...document,
    nodes: [...document.nodes, { key: "new", type: "delay" }],
  }));
  editor().select(["in", "new"]);
  editor().undo();
  expect([...editor().selected]).toEqual(["in"]);
});

test("a way and nodes are never selected together", () => {
  editor().select(["in"]);
  editor().selectEdge("in\u0000next");
  expect(editor().selected.size).toBe(0);
  editor().select(["in"]);
  expect(editor().selectedEdge).toBe("");
});

test("a jump selects the node, shows its settings and asks for its field, each time anew", () => {
  editor().jumpTo("out", "event");
  const first = editor().goTo;
  editor().jumpTo("out", "event");
  expect(editor()).toMatchObject({ panel: "inspector", focusField: { field: "event" } });
  expect([...editor().selected]).toEqual(["out"]);
  expect(editor().goTo?.at).not.toBe(first?.at);
});
