/** Everything that can be done to a journey, by chance: three numbers say what, and where. */

import { type JourneyDocument, NODE_TYPES, portOf } from "@editor/model/document";
import { fragmentOf, withFragment } from "@editor/model/fragment";
import * as graph from "@editor/model/graph";
import { addNote, notesOf, removeNotes, setNote } from "@editor/model/notes";
import fc from "fast-check";

export type Dice = readonly [number, number, number, number];

export const dice: fc.Arbitrary<Dice> = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat());

type Operation = (document: JourneyDocument, a: number, b: number, c: number) => JourneyDocument;

const TYPES = NODE_TYPES.filter((type) => type !== "entry");

const OPERATIONS: { readonly [name: string]: Operation } = {
  add: (document, a) => graph.addNode(document, of(TYPES, a), { at: [a % 900, 40] }).document,
  append: (document, a, b) => {
    const node = of(document.nodes, a);
    const port = graph.portsOf(node)[b % Math.max(1, graph.portsOf(node).length)];
    if (!port) return document;
    const after = { from: node.key, port: port.key };
    return graph.addNode(document, of(TYPES, b), { after }).document;
  },
  insert: (document, a, b) => {
    const edge = document.edges[a % Math.max(1, document.edges.length)];
    if (!edge) return document;
    return graph.insertOnEdge(document, edge.from, portOf(edge), of(TYPES, b)).document;
  },
  connect: (document, a, b, c) => {
    const from = of(document.nodes, a);
    const port = graph.portsOf(from)[b % 3]?.key ?? "next";
    return graph.connect(document, from.key, port, of(document.nodes, c).key);
  },
  reconnect: (document, a, b, c) => {
    const edge = document.edges[a % Math.max(1, document.edges.length)];
    const from = of(document.nodes, b);
    const port = graph.portsOf(from)[c % 2]?.key ?? "next";
    if (!edge) return document;
    const way = { from: edge.from, port: portOf(edge) };
    const to = of(document.nodes, c).key;
    return graph.reconnect(document, way, { from: from.key, port }, to);
  },
  disconnect: (document, a) => {
    const edge = document.edges[a % Math.max(1, document.edges.length)];
    return edge ? graph.disconnect(document, edge.from, portOf(edge)) : document;
  },
  remove: (document, a, b) =>
    graph.removeNodes(
      document,
      [a, b].map((n) => of(document.nodes, n).key).filter((key) => key !== "in"),
    ),
  duplicate: (document, a, b) =>
    graph.duplicate(document, [of(document.nodes, a).key, of(document.nodes, b).key, "note:a"])
      .document,
  paste: (document, a, b, c) =>
    withFragment(document, fragmentOf(document, [of(document.nodes, a).key]), [b % 99, c % 99])
      .document,
  move: (document, a, b, c) =>
    graph.moveNodes(document, { [of(document.nodes, a).key]: [b % 700, c % 700], gone: [0, 0] }),
  settings: (document, a, b) => {
    const node = of(document.nodes, a);
    const ports = ["yes", "pro", "team", "A", "B"].slice(b % 4);
    const key = node.type === "random_split" ? "variants" : "branches";
    const value = ports.map((port) => ({ port, weight: 1, when: {} }));
    return graph.setField(document, node.key, key, value, { yes: "team" });
  },
  rename: (document, a, b) =>
    graph.renameNode(document, of(document.nodes, a).key, b % 3 ? `Name ${b}` : ""),
  journey: (document, a) => graph.setJourney(document, { priority: a % 100 }),
  note: (document, a, b) => addNote(document, [a % 300, b % 300], `note ${a}`).document,
  write: (document, a) => setNote(document, "a", { text: `text ${a}` }),
  erase: (document, a) => {
    const note = notesOf(document)[a % Math.max(1, notesOf(document).length)];
    return note ? removeNotes(document, new Set([note.id])) : document;
  },
};

export const NAMES = Object.keys(OPERATIONS);

export function perform(document: JourneyDocument, [which, a, b, c]: Dice): JourneyDocument {
  if (document.nodes.length === 0) return document;
  return OPERATIONS[of(NAMES, which)]?.(document, a, b, c) ?? document;
}

function of<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T;
}
