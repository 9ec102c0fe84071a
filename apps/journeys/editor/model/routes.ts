/** How a way runs between two cards: down, aside and down again, round what stands between. */

import { edgeId } from "../overlay";
import { type JourneyDocument, portOf } from "./document";
import type { Size, SizeOf } from "./size";
import type { Place, Places } from "./places";
import { allPortsOf, waysFrom } from "./ways";

/** How a way runs that can't simply turn half-way. */
export interface Route {
  /** Where its long vertical part runs. */
  readonly lane?: number;
  /** How far down it turns, from 0 to 1. */
  readonly turn?: number;
}

/** By `edgeId`; none for a way that goes straight. */
export type Routes = { readonly [way: string]: Route };

interface Box extends Size {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

/** Room for the corner below a card and above one. */
export const TURN = 28;
/** Cards grow when numbers are laid over them: a way this short still leads straight on. */
const CLOSEST = 6;
const SIDE = 22;

/** Lanes for the ways that would cross a card or lead back up; turns for those side by side. */
export function routesOf(document: JourneyDocument, places: Places, sizeOf: SizeOf): Routes {
  const boxes = new Map<string, Box>();
  for (const { key } of document.nodes) {
    const place = places[key];
    if (place) boxes.set(key, { key, x: place[0], y: place[1], ...sizeOf(key) });
  }
  const all = [...boxes.values()];
  const routes: { [way: string]: Route } = {};
  const used: { x: number; top: number; bottom: number }[] = [];
  for (const node of document.nodes) {
    const from = boxes.get(node.key);
    const ports = allPortsOf(document, node);
    const short: Span[] = [];
    for (const edge of waysFrom(document, node.key)) {
      const to = boxes.get(edge.to);
      if (!from || !to) continue;
      const index = ports.findIndex((port) => port.key === portOf(edge));
      const start: Place = [
        from.x + ((index + 0.5) / Math.max(1, ports.length)) * from.width,
        from.y + from.height,
      ];
      const end: Place = [to.x + to.width / 2, to.y];
      const lane = laneOf(start, end, from, to, all, used);
      const id = edgeId(edge.from, portOf(edge));
      if (lane !== undefined) routes[id] = { lane };
      else short.push({ id, from: start[0], to: end[0] });
    }
    Object.assign(routes, turnsOf(short));
  }
  return routes;
}

interface Span {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** Ways to the same side turn one below the other, the outermost first: so none crosses another. */
function turnsOf(ways: readonly Span[]): Routes {
  const left = ways.filter((way) => way.to < way.from - 1).sort((a, b) => a.from - b.from);
  const right = ways.filter((way) => way.to > way.from + 1).sort((a, b) => b.from - a.from);
  const turns: { [way: string]: Route } = {};
  for (const side of [left, right]) {
    side.forEach(({ id }, index) => {
      if (side.length > 1) turns[id] = { turn: (index + 1) / (side.length + 1) };
    });
  }
  return turns;
}

function laneOf(
  [sx, sy]: Place,
  [tx, ty]: Place,
  from: Box,
  to: Box,
  boxes: readonly Box[],
  used: { x: number; top: number; bottom: number }[],
): number | undefined {
  const back = ty < sy + CLOSEST;
  const [top, bottom] = back ? [ty - TURN, sy + TURN] : [sy + TURN, ty - TURN];
  if (!back && ty - sy < 5 * TURN) return undefined;
  const between = boxes.filter(
    (box) =>
      box.y < bottom &&
      box.y + box.height > top &&
      (back || (box.key !== from.key && box.key !== to.key)),
  );
  const isFree = (x: number): boolean =>
    between.every((box) => x < box.x - SIDE / 2 || x > box.x + box.width + SIDE / 2) &&
    (x === sx ||
      x === tx ||
      !used.some((u) => Math.abs(u.x - x) < 10 && u.top < bottom && u.bottom > top));
  const beside = between.flatMap((box) => [box.x - SIDE, box.x + box.width + SIDE]);
  const shifted = beside.flatMap((x) => [x, x - 14, x + 14, x - 28, x + 28]);
  const wish = back ? Math.max(from.x + from.width, to.x + to.width) + SIDE : (sx + tx) / 2;
  const candidates = back ? [wish, ...shifted] : [sx, tx, ...shifted];
  const cost = (x: number): number => Math.abs(x - sx) + Math.abs(x - tx);
  const found = candidates.filter(isFree).sort((a, b) => cost(a) - cost(b))[0];
  if (found === undefined) return back ? wish : undefined;
  used.push({ x: found, top, bottom });
  return found;
}

/** The path as SVG, with round corners, and the middle of its longest part. */
export function pathOf(
  [sx, sy]: Place,
  [tx, ty]: Place,
  { lane, turn = 0.5 }: Route,
): { readonly d: string; readonly middle: Place } {
  const points: Place[] = [[sx, sy]];
  if (lane === undefined && ty >= sy + CLOSEST) {
    const half = sy + (ty - sy) * turn;
    points.push([sx, half], [tx, half]);
  } else {
    const x = lane ?? Math.max(sx, tx) + 150;
    points.push([sx, sy + TURN], [x, sy + TURN], [x, ty - TURN], [tx, ty - TURN]);
  }
  points.push([tx, ty]);
  const corners = cleaned(points);
  return { d: rounded(corners), middle: middleOf(corners) };
}

function cleaned(points: readonly Place[]): readonly Place[] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return true;
    const straight =
      (before[0] === point[0] && point[0] === after[0]) ||
      (before[1] === point[1] && point[1] === after[1]);
    return !straight && !(before[0] === point[0] && before[1] === point[1]);
  });
}

function rounded(points: readonly Place[]): string {
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M${point[0]} ${point[1]}`;
      if (!after) return `L${point[0]} ${point[1]}`;
      const radius = Math.min(12, far(before, point) / 2, far(point, after) / 2);
      const [a, b] = [towards(point, before, radius), towards(point, after, radius)];
      return `L${a[0]} ${a[1]}Q${point[0]} ${point[1]} ${b[0]} ${b[1]}`;
    })
    .join("");
}

function middleOf(points: readonly Place[]): Place {
  const first = points[0] ?? [0, 0];
  let [best, middle]: [number, Place] = [-1, first];
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1] ?? first, points[i] ?? first];
    const length = far(a, b) * (i === 1 ? 0.99 : 1);
    if (length > best) [best, middle] = [length, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]];
  }
  return middle;
}

function far(a: Place, b: Place): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}

function towards(from: Place, to: Place, by: number): Place {
  const length = far(from, to) || 1;
  return [from[0] + ((to[0] - from[0]) * by) / length, from[1] + ((to[1] - from[1]) * by) / length];
}
