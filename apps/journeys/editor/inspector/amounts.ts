/** A duration as the numbers and units it is written with. Pure. */

import type { Fields, Json } from "../model/document";
import { UNITS } from "../model/durations";
import { isObject } from "../nodes/reading";

export type Amount = readonly [unit: string, count: Json];
/** Before a date, or after it. */
export type Side = -1 | 1;

/** null where it is no duration that a form can show. */
export function amountsOf(value: Json | undefined): readonly Amount[] | null {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) return null;
  const amounts = Object.entries(value);
  const shown = amounts.every(
    ([unit, count]) => unit in UNITS && (typeof count === "number" || count === null),
  );
  return shown ? amounts : null;
}

export function written(amounts: readonly Amount[]): Fields {
  return Object.fromEntries(amounts);
}

/** On which side of a date all of them are; while none says so, the one that was `told` last. */
export function sideOf(amounts: readonly Amount[], told: Side): Side {
  if (isMixed(amounts)) return 1;
  if (amounts.some(([, count]) => Number(count) < 0)) return -1;
  return amounts.some(([, count]) => Number(count) > 0) ? 1 : told;
}

/** Some before and some after: shown as they stand. */
export function isMixed(amounts: readonly Amount[]): boolean {
  const counts = amounts.map(([, count]) => Number(count));
  return counts.some((count) => count < 0) && counts.some((count) => count > 0);
}

/** A count as it is shown beside its side, or back. */
export function seenFrom(side: Side, count: Json): number | null {
  return typeof count === "number" ? count * side || 0 : null;
}

export function turned(amounts: readonly Amount[]): readonly Amount[] {
  return amounts.map(([unit, count]) => [unit, seenFrom(-1, count)]);
}

export function replaced(
  amounts: readonly Amount[],
  index: number,
  amount: Amount,
): readonly Amount[] {
  return amounts.map((one, at) => (at === index ? amount : one));
}
