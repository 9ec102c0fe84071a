/** The document as React Flow draws it; what didn't change stays the very same object. */

import type { Edge, Node } from "@xyflow/react";
import { type JourneyDocument, type NodeDocument, type Note, portOf } from "../model/document";
import { allPortsOf, targetOf } from "../model/graph";
import { noteName, notesOf } from "../model/notes";
import { type Place, type Places, placesOf } from "../model/places";
import type { Route, Routes } from "../model/routes";
import type { Port } from "../nodes/types";
import { edgeId } from "../overlay";

export type StepNode = Node<
  { readonly node: NodeDocument; readonly ports: readonly Port[]; readonly free: string },
  "step"
>;
export type NoteNode = Node<{ readonly note: Note }, "note">;
export type CanvasNode = StepNode | NoteNode;
export type CanvasEdge = Edge<
  { readonly words: string; readonly port: string; readonly route: Route },
  "way"
>;

const STRAIGHT: Route = {};
const SEPARATOR = "\u0000";

/** The ports of a step that lead nowhere. */
export function freePorts(free: string): ReadonlySet<string> {
  return new Set(free === "" ? [] : free.split(SEPARATOR).map((port) => port.slice(1)));
}

/** Nodes and notes; `before` gives what React Flow has measured, and what is just being dragged. */
export function drawnNodes(
  before: readonly CanvasNode[],
  document: JourneyDocument,
  placed: Places,
  selected: ReadonlySet<string>,
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const places = placesOf(document);
  const notes = notesOf(document).map((note) =>
    drawnNote(known.get(noteName(note.id)), note, selected),
  );
  const steps = document.nodes.flatMap((node) => {
    const place = places[node.key] ?? placed[node.key];
    return place ? [drawnStep(known.get(node.key), document, node, place, selected)] : [];
  });
  const all = [...notes, ...steps];
  const same = all.length === before.length && all.every((node, index) => node === before[index]);
  return same ? (before as CanvasNode[]) : all;
}

/** The ways between nodes that are drawn; each port leads one way. */
export function drawnEdges(
  before: readonly CanvasEdge[],
  document: JourneyDocument,
  routes: Routes,
  selected: string,
): CanvasEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const drawn = new Map<string, CanvasEdge>();
  const nodes = new Map(document.nodes.map((node) => [node.key, node]));
  for (const edge of document.edges) {
    const [port, from] = [portOf(edge), nodes.get(edge.from)];
    const id = edgeId(edge.from, port);
    if (!from || !nodes.has(edge.to) || drawn.has(id)) continue;
    const ports = allPortsOf(document, from);
    const words = ports.length > 1 ? (ports.find((one) => one.key === port)?.words ?? port) : "";
    drawn.set(
      id,
      drawnEdge(
        known.get(id),
        id,
        edge.from,
        edge.to,
        port,
        words,
        routes[id] ?? STRAIGHT,
        selected === id,
      ),
    );
  }
  const all = [...drawn.values()];
  const same = all.length === before.length && all.every((edge, index) => edge === before[index]);
  return same ? (before as CanvasEdge[]) : all;
}

function drawnStep(
  before: CanvasNode | undefined,
  document: JourneyDocument,
  node: NodeDocument,
  place: Place,
  selected: ReadonlySet<string>,
): StepNode {
  const ports = allPortsOf(document, node);
  const free = ports
    .filter((port) => targetOf(document, node.key, port.key) === undefined)
    .map((port) => `.${port.key}`)
    .join(SEPARATOR);
  const isSelected = selected.has(node.key);
  const known = before?.type === "step" ? before : undefined;
  const data =
    known && known.data.node === node && known.data.free === free && same(known.data.ports, ports)
      ? known.data
      : { node, ports, free };
  const position = positionOf(known, place);
  if (
    known &&
    known.data === data &&
    known.position === position &&
    !!known.selected === isSelected
  ) {
    return known;
  }
  return { ...known, id: node.key, type: "step", data, position, selected: isSelected };
}

function drawnNote(
  before: CanvasNode | undefined,
  note: Note,
  selected: ReadonlySet<string>,
): NoteNode {
  const isSelected = selected.has(noteName(note.id));
  const known = before?.type === "note" ? before : undefined;
  const position = positionOf(known, [note.x, note.y]);
  if (known?.data.note === note && known.position === position && !!known.selected === isSelected) {
    return known;
  }
  const { width, height } = note;
  const data = { note };
  const id = noteName(note.id);
  return {
    ...known,
    id,
    type: "note",
    data,
    position,
    width,
    height,
    zIndex: -1,
    selected: isSelected,
  };
}

/** While something is dragged it stays under the pointer. */
function positionOf(before: CanvasNode | undefined, [x, y]: Place): { x: number; y: number } {
  if (before && (before.dragging || (before.position.x === x && before.position.y === y))) {
    return before.position;
  }
  return { x, y };
}

function drawnEdge(
  before: CanvasEdge | undefined,
  id: string,
  source: string,
  target: string,
  port: string,
  words: string,
  route: Route,
  selected: boolean,
): CanvasEdge {
  const data =
    before?.data && before.data.words === words && isSame(before.data.route, route)
      ? before.data
      : { words, port, route };
  if (before && before.data === data && before.target === target && before.selected === selected) {
    return before;
  }
  const ends = { source, target, sourceHandle: port, targetHandle: "in" };
  // The place to insert in the middle of it says from where to where.
  const said = { ariaRole: "group", ariaLabel: "Way" } as const;
  return { id, type: "way", ...ends, data, selected, selectable: false, ...said };
}

function same(one: readonly Port[], other: readonly Port[]): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(
        (port, index) => port.key === other[index]?.key && port.words === other[index]?.words,
      ))
  );
}

function isSame(one: Route, other: Route): boolean {
  return one.lane === other.lane && one.turn === other.turn;
}
