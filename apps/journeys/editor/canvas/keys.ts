/** What each key does on the canvas, and which ones hold on the whole page. */

import { nodeOf } from "../model/document";
import * as graph from "../model/graph";
import { isNoteName } from "../model/notes";
import { freePlace } from "../model/places";
import { type Direction, neighbour } from "../model/walk";
import { useEditor } from "../store";
import * as act from "./actions";
import { anchorOf, canvasElement, focusOn, focusSoon, focusWhenThere } from "./focus";
import { announce, open, useCanvas } from "./state";
import { tidy } from "./tidy";
import { fit, middleOfView, zoomBy } from "./view";

const ARROWS: { readonly [key: string]: Direction } = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  PageUp: "before",
  PageDown: "after",
  Home: "first",
  End: "last",
};

const MOVES: { readonly [key: string]: readonly [number, number] } = {
  ArrowUp: [0, -16],
  ArrowDown: [0, 16],
  ArrowLeft: [-16, 0],
  ArrowRight: [16, 0],
};

const FIELDS = "input:not([type=hidden],:disabled), select:not(:disabled), textarea:not(:disabled)";

/** Whether the key was one of the page's; these hold wherever nobody is typing. */
export function onPageKey(event: KeyboardEvent, reading: boolean): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (ctrl && !event.altKey && !reading && key === "z")
    return done(event.shiftKey ? act.redo : act.undo);
  if (ctrl && !event.altKey && !reading && key === "y") return done(act.redo);
  if (ctrl && key === "f") return done(() => open({ kind: "search" }));
  if (ctrl || event.altKey) return false;
  if (key === "/") return done(() => open({ kind: "search" }));
  if (key === "?") return done(() => open({ kind: "help" }));
  return false;
}

/** Whether the key was one of the canvas's. */
export function onCanvasKey(event: KeyboardEvent, reading: boolean): boolean {
  const ctrl = event.ctrlKey || event.metaKey;
  const way = (event.target as Element).closest?.<SVGElement>("[data-way]");
  if (way) return onWayKey(event.key, way.dataset.way ?? "", reading);
  if (ctrl) return onControlKey(event.key.toLowerCase(), reading);
  if (event.altKey) return !reading && moveBy(MOVES[event.key]);
  const direction = ARROWS[event.key];
  if (direction) return walk(direction, event.shiftKey);
  switch (event.key) {
    case "Escape":
      return done(() => useEditor.getState().select([]));
    case "+":
    case "=":
      return done(() => zoomBy(1));
    case "-":
      return done(() => zoomBy(-1));
    case "0":
      return done(fit);
    case "Enter":
      return done(() => openSettings(reading));
    default:
      return reading ? false : onDrawingKey(event.key.toLowerCase());
  }
}

function onDrawingKey(key: string): boolean {
  switch (key) {
    case "a":
    case "insert":
      return done(() => beginAdding(focused()));
    case "c":
      return done(() => beginConnecting(focused()));
    case "e":
      return done(() => toWays(focused()));
    case "n":
      return done(() => act.addNote(freePlace(act.shownPlaces(), middleOfView())));
    case "t":
      return done(() => void tidy());
    case "delete":
    case "backspace":
      return done(removeSelected);
    default:
      return false;
  }
}

function onControlKey(key: string, reading: boolean): boolean {
  const { selected } = useEditor.getState();
  if (key === "a") return done(selectAll);
  if (key === "d" && !reading) return done(() => act.duplicate(selected));
  return false;
}

/** Adds after this node: asks for the port where several are free, inserts where none is. */
export function beginAdding(name: string): void {
  const { document } = useEditor.getState().history.now;
  const node = nodeOf(document, name);
  const anchor = anchorOf(name);
  if (!node) return open({ kind: "add", anchor });
  const ports = graph.portsOf(node);
  const free = ports.filter((port) => graph.targetOf(document, name, port.key) === undefined);
  const only = free.length === 1 ? free[0] : ports.length === 1 ? ports[0] : undefined;
  if (only) return open({ kind: "add", after: { from: name, port: only.key }, anchor });
  if (ports.length > 0) return open({ kind: "port", node: name, then: "add", anchor });
  announce(`Nothing follows ${act.nameOf(document, name)}: the run ends there.`);
}

export function beginConnecting(name: string): void {
  const { document } = useEditor.getState().history.now;
  const node = nodeOf(document, name);
  const ports = node ? graph.portsOf(node) : [];
  const anchor = anchorOf(name);
  if (ports.length > 1) return open({ kind: "port", node: name, then: "connect", anchor });
  if (ports[0]) return open({ kind: "connect", way: { from: name, port: ports[0].key }, anchor });
  announce("No way leads on from here.");
}

export function removeSelected(): void {
  const { selected, selectedEdge } = useEditor.getState();
  const [from, port] = selectedEdge.split("\u0000");
  if (from && port !== undefined) act.removeWay({ from, port });
  else act.remove(selected.size > 0 ? selected : [focused()]);
}

function onWayKey(key: string, id: string, reading: boolean): boolean {
  const [from = "", port = ""] = id.split("\u0000");
  const { document } = useEditor.getState().history.now;
  const ways = graph.waysFrom(document, from).map((edge) => edge.port ?? "next");
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
  if (step) {
    const next = ways[(ways.indexOf(port) + step + ways.length) % ways.length];
    return done(() => focusWay(from, next ?? port));
  }
  if (key === "Escape") return done(() => focusSoon(from));
  if (reading) return false;
  if (key === "Delete" || key === "Backspace") return done(() => act.removeWay({ from, port }));
  if (key.toLowerCase() !== "c") return false;
  return done(() => open({ kind: "connect", way: { from, port }, anchor: anchorOf(from) }));
}

function toWays(name: string): void {
  const { document } = useEditor.getState().history.now;
  const [first] = graph.waysFrom(document, name);
  if (first) focusWay(name, first.port ?? "next");
  else announce(`No way leaves ${act.nameOf(document, name)}`);
}

function focusWay(from: string, port: string): void {
  const id = `${from}\u0000${port}`;
  const all = window.document.querySelectorAll<SVGGElement>("[data-way]");
  useEditor.getState().selectEdge(id);
  [...all].find((way) => way.dataset.way === id)?.focus();
}

function walk(direction: Direction, extend: boolean): boolean {
  const { history, selected } = useEditor.getState();
  const { document } = history.now;
  const from = focused();
  if (!from) return false;
  const to = neighbour(document, act.shownPlaces(), from, direction);
  if (to === undefined) {
    announce(direction === "down" ? "No way leads on from here." : "Nothing there.");
    return true;
  }
  focusOn(to, extend ? [...selected, from, to] : [to]);
  if (extend) announce(`${useEditor.getState().selected.size} selected`);
  return true;
}

function moveBy(by: readonly [number, number] | undefined): boolean {
  if (!by) return false;
  const { selected } = useEditor.getState();
  act.moveSelected(selected.size > 0 ? selected : new Set([focused()]), by);
  return true;
}

function selectAll(): void {
  const all = act.everything();
  useEditor.getState().select(all);
  announce(`${all.length} selected`);
}

/** The settings of the node that has the focus, with the focus in its first field; a note is written. */
export function openSettings(reading: boolean): void {
  const name = focused();
  if (isNoteName(name)) {
    if (!reading) useCanvas.setState({ writing: name });
    return;
  }
  const editor = useEditor.getState();
  if (name && !editor.selected.has(name)) editor.select([name]);
  editor.show("inspector");
  focusWhenThere(() => {
    const body = window.document.getElementById("side-body");
    // A field before a button: Enter must not duplicate or delete what was just opened.
    return [FIELDS, "button:not(:disabled), a[href]"]
      .map((kind) => body?.querySelector<HTMLElement>(kind))
      .find(Boolean);
  });
}

/** From the panel back to the canvas. */
export function backToCanvas(): void {
  const name = focused();
  if (name) focusSoon(name, null);
  else canvasElement()?.focus();
}

/** The node that has the focus, or would get it. */
export function focused(): string {
  const { document } = useEditor.getState().history.now;
  const { focused: name } = useCanvas.getState();
  if (isNoteName(name) || nodeOf(document, name)) return name;
  const entry = document.nodes.find((node) => node.type === "entry") ?? document.nodes[0];
  return entry?.key ?? "";
}

function done(action: () => void): true {
  action();
  return true;
}
