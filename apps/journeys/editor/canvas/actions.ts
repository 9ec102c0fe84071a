/** What can be done on the canvas: one change of the journey each, and the words for it. */

import { copied, pasted, readCopied } from "../model/clipboard";
import { type JourneyDocument, nodeOf } from "../model/document";
import { type Pasted, parted } from "../model/fragment";
import * as graph from "../model/graph";
import {
  addNote as withNote,
  isNoteName,
  noteId,
  noteName,
  notesOf,
  removeNotes,
  setNote,
} from "../model/notes";
import { type Place, type Places, placesOf, withPlaces } from "../model/places";
import { labelOf, titleOf } from "../model/titles";
import { useEditor } from "../store";
import { bringIntoView, focusSoon } from "./focus";
import { announce, useCanvas } from "./state";

/** The journey with a place for each node that is shown, also for those that had none. */
export function placedDocument(): JourneyDocument {
  const { document } = useEditor.getState().history.now;
  const own = placesOf(document);
  const missing = Object.entries(useCanvas.getState().placed).filter(
    ([key]) => !own[key] && nodeOf(document, key),
  );
  return withPlaces(document, Object.fromEntries(missing));
}

/** Where everything stands, as it is shown. */
export function shownPlaces(): Places {
  return placesOf(placedDocument());
}

/** How something on the canvas is called in a sentence. */
export function nameOf(document: JourneyDocument, name: string): string {
  if (isNoteName(name)) {
    const note = notesOf(document).find((one) => one.id === noteId(name));
    const text = note?.text.replace(/\s+/g, " ").trim() ?? "";
    return text ? `the note “${text.slice(0, 40)}”` : "the note";
  }
  const node = nodeOf(document, name);
  return node ? titleOf(node).what : "the node";
}

/** Adds a node, after a port or at a place, and puts the focus on it. */
export function add(type: string, options: graph.AddOptions = {}): string {
  const before = placedDocument();
  const { document, key } = graph.addNode(before, type, options);
  const label = labelOf(type);
  commit(`Add ${label}`, document, [key]);
  const { after } = options;
  announce(after ? `Added ${label} after ${nameOf(before, after.from)}` : `Added ${label}`);
  focusSoon(key, [key], options.at ? "stay" : "follow");
  return key;
}

export function addNote(at: Place): void {
  const { document, id } = withNote(placedDocument(), at);
  commit("Add a note", document, [noteName(id)]);
  bringIntoView(noteName(id));
  useCanvas.setState({ writing: noteName(id) });
  announce("Added a note: write");
}

/** Removes nodes and notes; the gap heals, and the focus goes to who stood before. */
export function remove(names: Iterable<string>): void {
  const before = placedDocument();
  const all = [...names];
  const { nodes, notes } = parted(all);
  const document = removeNotes(graph.removeNodes(before, nodes), notes);
  if (document === before) return;
  const [first] = nodes;
  const left = first ? graph.waysInto(before, first)[0]?.from : undefined;
  const what = all.length === 1 && all[0] ? nameOf(before, all[0]) : `${all.length} things`;
  const next = left && nodeOf(document, left) ? left : document.nodes[0]?.key;
  commit(`Delete ${what}`, document, []);
  announce(`Deleted ${what}`);
  if (next) focusSoon(next);
}

export function removeWay({ from, port }: graph.Way): void {
  const before = placedDocument();
  const label = `Delete the way from ${nameOf(before, from)}`;
  useEditor.getState().changeDocument(label, () => graph.disconnect(before, from, port));
  useEditor.getState().selectEdge("");
  announce(`Deleted the way from ${nameOf(before, from)}`);
  focusSoon(from);
}

/** Draws a way, or says why it may not be drawn. */
export function connect(way: graph.Way, to: string): boolean {
  return reconnect(way, way, to);
}

export function reconnect(way: graph.Way, start: graph.Way, to: string): boolean {
  const before = placedDocument();
  const refused = graph.refusal(before, start.from, start.port, to);
  if (refused) {
    announce(refused);
    return false;
  }
  const words = `${nameOf(before, start.from)} to ${nameOf(before, to)}`;
  useEditor
    .getState()
    .changeDocument(`Connect ${words}`, () => graph.reconnect(before, way, start, to));
  announce(`Connected ${words}`);
  return true;
}

/** Moves nodes and notes; moves of the same `part` are one step. */
export function move(
  places: Places,
  notes: { readonly [id: string]: Place } = {},
  part = "",
): void {
  const before = placedDocument();
  let document = graph.moveNodes(before, places);
  for (const [id, [x, y]] of Object.entries(notes))
    document = setNote(document, id, { x: Math.round(x), y: Math.round(y) });
  const names = [...Object.keys(places), ...Object.keys(notes).map(noteName)];
  const what = names.length === 1 && names[0] ? nameOf(before, names[0]) : `${names.length} things`;
  useEditor.getState().changeDocument(`Move ${what}`, () => document, part && `${part}:${names}`);
}

/** Moves these by a step, by keyboard: steps in a row are one. */
export function moveSelected(names: ReadonlySet<string>, [dx, dy]: Place): void {
  const document = placedDocument();
  const { nodes, notes } = parted(names);
  const places = placesOf(document);
  const moved = nodes.flatMap((key): [string, Place][] => {
    const place = places[key];
    return place ? [[key, [place[0] + dx, place[1] + dy]]] : [];
  });
  const movedNotes = notesOf(document)
    .filter((note) => notes.has(note.id))
    .map((note): [string, Place] => [note.id, [note.x + dx, note.y + dy]]);
  move(Object.fromEntries(moved), Object.fromEntries(movedNotes), "move");
}

/** The names of all nodes and notes. */
export function everything(): readonly string[] {
  const { document } = useEditor.getState().history.now;
  const notes = notesOf(document).map((note) => noteName(note.id));
  return [...document.nodes.map((node) => node.key), ...notes];
}

export function duplicate(names: Iterable<string>): void {
  takeIn(graph.duplicate(placedDocument(), names), "Duplicate");
}

let own = "";

/** The text of what is selected, also kept here, for a browser that keeps its clipboard to itself. */
export function copy(names: ReadonlySet<string>): string {
  const text = copied(placedDocument(), names);
  if (text === "") return "";
  own = text;
  announce(names.size === 1 ? "Copied" : `Copied ${names.size} things`);
  return text;
}

export function paste(text: string, at: Place): void {
  const fragment = readCopied(text || own);
  if (!fragment) {
    announce("The clipboard holds nothing that belongs on the canvas.");
    return;
  }
  takeIn(pasted(placedDocument(), fragment, at), "Paste");
}

export function undo(): void {
  const { history, undo: go } = useEditor.getState();
  const step = history.past.at(-1);
  if (!step) return announce("Nothing to undo");
  go();
  announce(`Undone: ${step.label}`);
}

export function redo(): void {
  const { history, redo: go } = useEditor.getState();
  const step = history.future[0];
  if (!step) return announce("Nothing to redo");
  go();
  announce(`Redone: ${step.label}`);
}

function takeIn({ document, keys }: Pasted, verb: string): void {
  if (keys.length === 0) return announce("Nothing to add: a journey has one entry.");
  const what = keys.length === 1 && keys[0] ? nameOf(document, keys[0]) : `${keys.length} things`;
  commit(`${verb} ${what}`, document, keys);
  announce(`${verb}d ${what}`);
  if (keys[0]) focusSoon(keys[0], keys);
}

function commit(label: string, document: JourneyDocument, selected: readonly string[]): void {
  const editor = useEditor.getState();
  editor.endStep();
  editor.changeDocument(label, () => document);
  editor.select(selected);
}
