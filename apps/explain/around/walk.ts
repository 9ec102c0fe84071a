/** The way that somebody walks through the picture. Pure: every step makes a new one. */

export interface Stop {
  id: string;
  label: string;
}

export type Walk = readonly Stop[];

/** Where the walk stands. */
export function here(walk: Walk): Stop {
  const last = walk.at(-1);
  if (!last) throw new Error("A walk begins somewhere.");
  return last;
}

/**
 * A step to a neighbour of `from`, which is the last stop if nothing is said. A step onto the way
 * itself goes back along it; a step from further up leaves what came after.
 */
export function step(walk: Walk, to: Stop, from: string = here(walk).id): Walk {
  const before = walk.findIndex((stop) => stop.id === to.id);
  if (before >= 0) return walk.slice(0, before + 1);
  const left = walk.findIndex((stop) => stop.id === from);
  return [...walk.slice(0, left < 0 ? walk.length : left + 1), to];
}

/** One stop back; the beginning stays. */
export function back(walk: Walk): Walk {
  return walk.length > 1 ? walk.slice(0, -1) : walk;
}

export function same(one: Walk, other: Walk): boolean {
  return one.length === other.length && one.every((stop, i) => stop.id === other[i]?.id);
}

/** The walk that the browser's history kept, if it is one that ends at this focus. */
export function remembered(state: unknown, focus: string): Walk | undefined {
  const walk = (state as { walk?: unknown } | null)?.walk;
  if (!Array.isArray(walk) || !walk.every(isStop)) return undefined;
  return walk.at(-1)?.id === focus ? walk : undefined;
}

function isStop(value: unknown): value is Stop {
  const stop = value as Partial<Stop> | null;
  return typeof stop?.id === "string" && typeof stop.label === "string";
}

/** The address of a stop, with the kinds that are chosen; the beginning has the bare one. */
export function address(walk: Walk, kinds: Iterable<string>): string {
  const query = new URLSearchParams();
  if (walk.length > 1) query.set("focus", here(walk).id);
  for (const kind of kinds) query.append("kinds", kind);
  return `?${query}`;
}
