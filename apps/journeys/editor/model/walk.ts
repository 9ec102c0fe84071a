/** Where the arrow keys lead from a node. */

import { type JourneyDocument, nodeOf } from "./document";
import { noteName, notesOf } from "./notes";
import type { Place, Places } from "./places";
import { allPortsOf, targetOf, waysInto } from "./ways";

export type Direction = "up" | "down" | "left" | "right" | "before" | "after" | "first" | "last";

/** The node or note in this direction; undefined where there is none. */
export function neighbour(
  document: JourneyDocument,
  places: Places,
  from: string,
  direction: Direction,
): string | undefined {
  switch (direction) {
    case "down":
      return targets(document, from)[0];
    case "up":
      return waysInto(document, from).find((way) => nodeOf(document, way.from))?.from;
    case "left":
      return beside(document, places, from, -1);
    case "right":
      return beside(document, places, from, 1);
    default:
      return inOrder(document, places, from, direction);
  }
}

/** Everything on the canvas, line by line from left to right; notes too. */
export function readingOrder(document: JourneyDocument, places: Places): readonly string[] {
  const nodes = document.nodes.map((node): [string, Place] => [
    node.key,
    places[node.key] ?? [0, 0],
  ]);
  const notes = notesOf(document).map((note): [string, Place] => [
    noteName(note.id),
    [note.x, note.y],
  ]);
  return [...nodes, ...notes]
    .sort(([, [x, y]], [, [otherX, otherY]]) => y - otherY || x - otherX)
    .map(([name]) => name);
}

function inOrder(
  document: JourneyDocument,
  places: Places,
  from: string,
  direction: "before" | "after" | "first" | "last",
): string | undefined {
  const order = readingOrder(document, places);
  if (direction === "first") return entryOf(document) ?? order[0];
  if (direction === "last") return order.at(-1);
  const at = order.indexOf(from);
  if (at < 0) return order[0];
  return order[at + (direction === "before" ? -1 : 1)];
}

function entryOf(document: JourneyDocument): string | undefined {
  return document.nodes.find((node) => node.type === "entry")?.key;
}

/** Where its ports lead, in their order, each once. */
function targets(document: JourneyDocument, key: string): readonly string[] {
  const node = nodeOf(document, key);
  const ports = node ? allPortsOf(document, node) : [];
  const found = ports.map((port) => targetOf(document, key, port.key));
  return [...new Set(found.filter((to): to is string => !!to && !!nodeOf(document, to)))];
}

/** The next port's node of who leads here; where there is none, the nearest card to this side. */
function beside(
  document: JourneyDocument,
  places: Places,
  key: string,
  step: 1 | -1,
): string | undefined {
  for (const way of waysInto(document, key)) {
    const siblings = targets(document, way.from);
    const next = siblings[siblings.indexOf(key) + step];
    if (siblings.includes(key) && next !== undefined) return next;
  }
  const here = places[key];
  if (!here) return undefined;
  const [x, y] = here;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const node of document.nodes) {
    const place = places[node.key];
    if (!place || node.key === key || (place[0] - x) * step <= 0) continue;
    const far = Math.abs(place[0] - x) + 3 * Math.abs(place[1] - y);
    if (far < least && Math.abs(place[1] - y) < 120) [least, best] = [far, node.key];
  }
  return best;
}
