/** Undo and redo without end: what was before is kept whole, sharing all that did not change. */

import { same } from "./same";

export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly now: T;
  readonly future: readonly Step<T>[];
  /** What the latest change was part of: the next one of the same name is the same step. */
  readonly open: string;
}

export interface Step<T> {
  readonly label: string;
  readonly value: T;
}

export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [], open: "" };
}

/**
 * The history after one more change. `part` joins changes into one step, such as the letters typed
 * into one field; "" is a step of its own. A change that changes nothing is none.
 */
export function changed<T>(history: History<T>, value: T, label: string, part = ""): History<T> {
  if (value === history.now) return history;
  const joined = part !== "" && part === history.open;
  const past = joined ? history.past : [...history.past, { label, value: history.now }];
  return { past, now: value, future: [], open: part };
}

/** Ends the step under way: what follows is a step of its own. What came to nothing is none. */
export function closed<T>(history: History<T>): History<T> {
  if (history.open === "") return history;
  const last = history.past.at(-1);
  if (!last || !same(last.value, history.now)) return { ...history, open: "" };
  return { ...history, past: history.past.slice(0, -1), now: last.value, open: "" };
}

export function undone<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    past: history.past.slice(0, -1),
    now: last.value,
    future: [{ label: last.label, value: history.now }, ...history.future],
    open: "",
  };
}

export function redone<T>(history: History<T>): History<T> {
  const next = history.future[0];
  if (!next) return history;
  return {
    past: [...history.past, { label: next.label, value: history.now }],
    now: next.value,
    future: history.future.slice(1),
    open: "",
  };
}
