/** Durations as people write them in a journey: {"days": 3}, {"hours": 2, "minutes": 30}. */

import type { Problems } from "../nodes/problems";
import { isNumber, isObject } from "../nodes/reading";
import type { Json } from "./document";

/** In seconds, by their size. */
export const UNITS = {
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
} as const;
export type Unit = keyof typeof UNITS;

/** A year and a day, in seconds. */
export const LONGEST = 366 * UNITS.days;

const MICRO = 1_000_000;

export interface DurationOptions {
  /** What holds where nothing is given, in seconds; without it a duration has to be given. */
  readonly otherwise?: number;
  /** It may also be negative, such as {"days": -3} for three days before. */
  readonly signed?: boolean;
}

/** The duration of a document in seconds; what is wrong with it goes to `problems`. */
export function parseDuration(
  raw: Json | undefined,
  problems: Problems,
  field: string,
  { otherwise, signed = false }: DurationOptions = {},
): number {
  if ((raw === undefined || raw === null) && otherwise !== undefined) return otherwise;
  const parts = isObject(raw) ? Object.entries(raw) : [];
  if (parts.length === 0 || !parts.every(([unit, count]) => isPart(unit, count, signed))) {
    problems.add(field, "not_a_duration", 'give a duration such as {"days": 3} or {"hours": 2}');
    return 0;
  }
  const seconds = sum(parts as [Unit, number | boolean][]);
  if (!(Math.abs(seconds) <= LONGEST)) problems.add(field, "too_long", "at most 366 days");
  return seconds;
}

function isPart(unit: string, count: Json, signed: boolean): boolean {
  return Object.hasOwn(UNITS, unit) && isNumber(count) && (signed || Number(count) >= 0);
}

function sum(parts: readonly (readonly [Unit, number | boolean])[]): number {
  const micros = parts.reduce((all, [unit, count]) => all + Number(count) * UNITS[unit] * MICRO, 0);
  return Math.round(micros) / MICRO;
}

/** “3 days”, “1 hour 30 minutes”; weeks only where they come out even. */
export function durationWords(seconds: number): string {
  let left = Math.floor(Math.abs(seconds));
  const parts: string[] = [];
  for (const [units, size] of Object.entries(UNITS)) {
    if (units === "weeks" && left % size) continue;
    const count = Math.floor(left / size);
    left %= size;
    if (count) parts.push(`${count} ${units.slice(0, -1)}${count === 1 ? "" : "s"}`);
  }
  return parts.join(" ") || "no time";
}
