/**
 * Where everything stands. Pure.
 *
 * The way goes from the left to the right; beside each stop its neighbours stand in a column, by
 * kind. What a person is known by stands to their left, so what happened has the right to itself.
 */

import type { Group } from "./answer";
import type { Picture } from "./picture";
import { here, type Walk } from "./walk";

export const CARD = { width: 214, height: 40, gap: 7, column: 296 };
const TITLE = 24;
const BETWEEN = 10;
export const LEFT = new Set(["identifier", "profile", "session", "stage"]);

export interface Place {
  id: string;
  x: number;
  y: number;
  /** A stop of the way, the last of them, a neighbour of it, or one of an earlier stop. */
  as: "way" | "focus" | "near" | "far" | "title" | "more";
  text: string;
  /** A second, smaller line: what it has to do with the stop. */
  note: string;
  tone: string;
  /** Of which stop it is a neighbour. */
  of: string;
  kind: string;
}

export interface Line {
  id: string;
  source: string;
  target: string;
  tone: string;
  /** Whether both ends are stops of the way. */
  way: boolean;
  near: boolean;
}

export interface Drawing {
  places: Place[];
  lines: Line[];
}

/** The drawing of this walk; `kinds` empty shows all of them. */
export function draw(walk: Walk, picture: Picture, kinds: ReadonlySet<string>): Drawing {
  const drawing: Drawing = { places: [], lines: [] };
  // What stands next to the focus stands there, and not with an earlier stop.
  const taken = new Set(walk.map((stop) => stop.id));
  const ofFocus = new Set(idsOf(shown(picture, here(walk).id, kinds)));
  let at = { x: 0, y: 0 };
  let side = 1;
  walk.forEach((stop, index) => {
    const last = index === walk.length - 1;
    const next = walk[index + 1];
    const groups = shown(picture, stop.id, kinds);
    if (next && index === 0) side = sideOf(picture, next.id);
    const found = { drawing, taken, ofFocus, next: next?.id, of: stop.id, last, picture };
    const thing = picture.things.get(stop.id);
    drawing.places.push({
      ...at,
      id: stop.id,
      as: last ? "focus" : "way",
      text: thing?.label ?? stop.label,
      note: "",
      tone: thing?.tone ?? "",
      of: walk[index - 1]?.id ?? "",
      kind: thing?.kind ?? "",
    });
    const left = index === 0 ? groups.filter((group) => LEFT.has(group.kind)) : [];
    const right = groups.filter((group) => !left.includes(group));
    const one = column(found, left, at, -1, side < 0 ? next : undefined);
    const other = column(
      found,
      right,
      at,
      index === 0 ? 1 : side,
      side > 0 || index > 0 ? next : undefined,
    );
    at = one ?? other ?? at;
  });
  return drawing;
}

function shown(picture: Picture, id: string, kinds: ReadonlySet<string>): readonly Group[] {
  const groups = picture.groups.get(id) ?? [];
  return kinds.size ? groups.filter((group) => kinds.has(group.kind)) : groups;
}

function idsOf(groups: readonly Group[]): string[] {
  return groups.flatMap((group) => group.near.map((near) => near.id));
}

function sideOf(picture: Picture, id: string): number {
  return LEFT.has(picture.things.get(id)?.kind ?? id.split(":")[0] ?? "") ? -1 : 1;
}

interface Around {
  drawing: Drawing;
  taken: Set<string>;
  ofFocus: ReadonlySet<string>;
  next: string | undefined;
  of: string;
  last: boolean;
  picture: Picture;
}

type Item = Omit<Place, "x" | "y" | "of"> & { tall: number; lineTone?: string };

/** One column of neighbours; the answer is where the next stop stands, if it is in this one. */
function column(
  around: Around,
  groups: readonly Group[],
  at: { x: number; y: number },
  side: number,
  next: { id: string; label: string } | undefined,
): { x: number; y: number } | undefined {
  const { drawing, of } = around;
  const items = groups.flatMap((group) => itemsOf(around, group));
  // A stop that is no neighbour any more, or not of a chosen kind, stands there all the same.
  if (next && !items.some((item) => item.id === next.id)) {
    const thing = around.picture.things.get(next.id);
    items.unshift({ ...card(next.id, thing?.label ?? next.label, thing?.tone ?? ""), as: "way" });
  }
  const x = at.x + side * CARD.column;
  let y = at.y - items.reduce((sum, item) => sum + item.tall, 0) / 2;
  let found: { x: number; y: number } | undefined;
  for (const { tall, lineTone, ...item } of items) {
    const middle = { x, y: y + tall / 2 };
    y += tall;
    const isNext = item.id === next?.id;
    if (isNext) found = middle;
    // The stop itself is placed with what stands around it.
    else drawing.places.push({ ...item, ...middle, of });
    if (item.as !== "title") {
      drawing.lines.push({
        id: `${of}>${item.id}`,
        source: of,
        target: item.id,
        tone: lineTone ?? "",
        way: isNext,
        near: around.last || isNext,
      });
    }
  }
  return found;
}

function itemsOf(around: Around, group: Group): Item[] {
  const as = around.last ? "near" : "far";
  const items: Item[] = [];
  for (const near of group.near) {
    const elsewhere = around.taken.has(near.id) || (!around.last && around.ofFocus.has(near.id));
    if (elsewhere && near.id !== around.next) continue;
    around.taken.add(near.id);
    const thing = around.picture.things.get(near.id);
    const tone = near.tone || (thing?.tone ?? "");
    const made = card(near.id, thing?.label ?? near.id, tone);
    items.push({ ...made, as, note: near.says, kind: group.kind, lineTone: near.tone });
  }
  if (group.more && around.last) {
    const id = `more:${around.of}:${group.kind}`;
    items.push({ ...card(id, group.more_text, ""), as: "more", kind: group.kind });
  }
  if (!items.length) return [];
  const title = { ...card(`title:${around.of}:${group.kind}`, group.label, ""), tall: TITLE };
  const last = items.at(-1);
  if (last) last.tall += BETWEEN;
  return [{ ...title, as: "title", kind: group.kind }, ...items];
}

function card(id: string, text: string, tone: string): Omit<Item, "as"> {
  return { id, text, tone, note: "", kind: id.split(":")[0] ?? "", tall: CARD.height + CARD.gap };
}
