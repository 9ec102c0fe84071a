/** Lists of a node's settings, such as the branches of a split. Pure. */

import type { Fields, Json } from "../model/document";
import { isObject } from "../nodes/reading";

/** null where it is no list of objects. */
export function rowsOf(value: Json | undefined): readonly Fields[] | null {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every(isObject) ? value : null;
}

export function patched(rows: readonly Fields[], index: number, change: Fields): Fields[] {
  return rows.map((row, place) => (place === index ? { ...row, ...change } : row));
}

export function removed(rows: readonly Fields[], index: number): Fields[] {
  return rows.filter((_, place) => place !== index);
}

/** With one row moved up (-1) or down (1). */
export function moved(rows: readonly Fields[], index: number, by: number): Fields[] {
  const next = [...rows];
  const [row] = next.splice(index, 1);
  if (row) next.splice(index + by, 0, row);
  return next;
}

/** The names of the ways of all other rows. */
export function portsWithout(rows: readonly Fields[], index: number): string[] {
  return removed(rows, index).map((row) => (typeof row.port === "string" ? row.port : ""));
}

/** “branch 2”: a name that no row has yet. */
export function freeName(rows: readonly Fields[], name: string): string {
  const taken = new Set(rows.map((row) => row.port));
  for (let number = rows.length + 1; ; number += 1) {
    if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }
}

/** The share of each weight, of 0 to 1; nobody's where all are 0. */
export function sharesOf(rows: readonly Fields[]): number[] {
  const weights = rows.map(({ weight }) => (typeof weight === "number" && weight > 0 ? weight : 0));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (all > 0 ? weight / all : 0));
}

/** Whole percents that add up to 100: the first ones get what is left over. */
export function evened(rows: readonly Fields[]): Fields[] {
  const each = Math.floor(100 / rows.length);
  const left = 100 - each * rows.length;
  return rows.map((row, index) => ({ ...row, weight: each + (index < left ? 1 : 0) }));
}
