/** The period that the live numbers are about, and how an address names it. */

export const PRESETS = ["today", "7", "30", "90", "all"] as const;
export type Preset = (typeof PRESETS)[number];

/** A preset, or the days from `since` to `until`, both inside; "" leaves an end open. */
export type Period =
  { readonly preset: Preset } | { readonly since: string; readonly until: string };

export const USUAL: Period = { preset: "30" };

export const LABELS: { readonly [preset in Preset]: string } = {
  today: "Today",
  "7": "7 days",
  "30": "30 days",
  "90": "90 days",
  all: "All",
};

const WORDS: { readonly [preset in Preset]: string } = {
  today: "today",
  "7": "in the last 7 days",
  "30": "in the last 30 days",
  "90": "in the last 90 days",
  all: "so far",
};

export function queryOf(period: Period): string {
  const query = new URLSearchParams();
  if ("preset" in period) query.set("period", period.preset);
  else {
    if (period.since) query.set("since", period.since);
    if (period.until) query.set("until", period.until);
  }
  return query.toString();
}

/** “in the last 30 days”, “from 2 Nov to 5 Nov 2026”. */
export function wordsOf(period: Period): string {
  if ("preset" in period) return WORDS[period.preset];
  const { since, until } = period;
  if (since && until) return `from ${day(since)} to ${day(until)}`;
  return since ? `since ${day(since)}` : `until ${day(until)}`;
}

/** What is wrong with two days that were typed; "" for nothing. */
export function problemOf(since: string, until: string): string {
  if (!since && !until) return "Choose a first or a last day.";
  return since && until && since > until ? "The last day is before the first." : "";
}

function day(text: string): string {
  const at = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  return at.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}
