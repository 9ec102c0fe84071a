/** Where nodes stand on the canvas, in its own units; the corner at the upper left counts. */

import type { JourneyDocument, Layout } from "./document";

export type Place = readonly [number, number];
export type Places = { readonly [key: string]: Place };

/** A card's usual size, and the room that is left around it when one is added. */
export const CARD = { width: 240, height: 92 } as const;
export const COLUMN = CARD.width + 48;
export const ROW = 160;

const known = new WeakMap<object, Places>();
const NOWHERE: Places = Object.create(null);

/** The positions that can be read; a draft that came by the API may hold anything there. */
export function placesOf(document: JourneyDocument): Places {
  const raw: unknown = document.layout?.positions;
  if (typeof raw !== "object" || raw === null) return NOWHERE;
  const before = known.get(raw);
  if (before) return before;
  // Without a prototype: a node may be called “constructor”.
  const read: { [key: string]: Place } = Object.create(null);
  for (const [key, value] of Object.entries(raw)) if (isPlace(value)) read[key] = value;
  known.set(raw, read);
  return read;
}

/** Places together, the later ones first in rank. Without a prototype: see `placesOf`. */
export function joined(...all: readonly Places[]): Places {
  return Object.assign(Object.create(null), ...all);
}

/** The document with these nodes at these places; the others stay where they are. */
export function withPlaces(document: JourneyDocument, places: Places): JourneyDocument {
  const before = placesOf(document);
  const moved = Object.entries(places).filter(
    ([key, [x, y]]) => before[key]?.[0] !== Math.round(x) || before[key][1] !== Math.round(y),
  );
  if (moved.length === 0) return document;
  const rounded = moved.map(([key, [x, y]]) => [key, [Math.round(x), Math.round(y)]]);
  return withLayout(document, {
    positions: { ...positions(document), ...Object.fromEntries(rounded) },
  });
}

/** The document without the places of these nodes. */
export function withoutPlaces(
  document: JourneyDocument,
  keys: ReadonlySet<string>,
): JourneyDocument {
  const before = positions(document);
  const left = Object.entries(before).filter(([key]) => !keys.has(key));
  if (left.length === Object.keys(before).length) return document;
  return withLayout(document, { positions: Object.fromEntries(left) });
}

export function withLayout(document: JourneyDocument, part: Layout): JourneyDocument {
  const layout: unknown = document.layout;
  const before = typeof layout === "object" && layout !== null ? layout : {};
  return { ...document, layout: { ...before, ...part } };
}

/** The nearest place to the right of this one where no other card stands. */
export function freePlace(places: Places, [x, y]: Place): Place {
  const row = Object.values(places).filter(([, other]) => Math.abs(other - y) < CARD.height + 20);
  let free = x;
  while (row.some(([other]) => Math.abs(other - free) < CARD.width + 16)) free += 24;
  return [free, y];
}

/** Where a new card goes that follows nothing: beside this one, or else near this place. */
export function roomNear(places: Places, key: string | undefined, at: Place): Place {
  const beside = key === undefined ? undefined : places[key];
  return freePlace(places, beside ? [beside[0] + COLUMN, beside[1]] : at);
}

/** Moves a node, and what follows it further down, so that it stands at `top` or below. */
export function pushDown(document: JourneyDocument, first: string, top: number): JourneyDocument {
  const places = placesOf(document);
  const start = places[first]?.[1];
  if (start === undefined || start >= top) return document;
  const moved = new Map<string, Place>();
  const todo = [first];
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const place = places[key];
    if (!place || place[1] < start || moved.has(key)) continue;
    moved.set(key, [place[0], place[1] + top - start]);
    for (const edge of document.edges) if (edge.from === key) todo.push(edge.to);
  }
  return withPlaces(document, Object.fromEntries(moved));
}

function positions(document: JourneyDocument): Places {
  const raw: unknown = document.layout?.positions;
  return typeof raw === "object" && raw !== null ? (raw as Places) : NOWHERE;
}

function isPlace(value: unknown): value is Place {
  return (
    Array.isArray(value) && value.length >= 2 && value.slice(0, 2).every((n) => Number.isFinite(n))
  );
}
