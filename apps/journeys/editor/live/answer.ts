/** What GET /api/journeys/KEY/live/ answers: apps/journeys/api_live.py says what each number is. */

export interface Counts {
  readonly [name: string]: number;
}

/** Messages that this verdict and reason stopped at least once. */
export interface Stop {
  readonly verdict: string;
  readonly reason: string;
  readonly messages: number;
}

export interface NodeNumbers {
  readonly now: number;
  readonly passed: number;
  readonly ports: Counts;
  readonly left: Counts;
  readonly stopped: readonly Stop[];
  readonly sent: number;
  readonly held_out: number;
  /** Of those here now, by reason; "" is not decided yet. */
  readonly waiting: Counts;
  readonly goals: number;
  readonly exits: number;
}

/** Those who entered in the period: runs = inside + goals + all of left. */
export interface Entered {
  readonly runs: number;
  readonly inside: number;
  readonly goals: number;
  readonly goals_after_leaving: number;
  readonly left: Counts;
  readonly rate: number | null;
}

export interface Totals {
  readonly inside: number;
  readonly left: Counts;
  readonly goals: number;
  readonly sent: number;
  readonly held_out: number;
  readonly stopped: readonly Stop[];
  readonly moved_in: number;
  readonly moved_away: number;
  readonly entered: Entered;
}

export interface LiveAnswer {
  readonly version: number;
  readonly as_of: string;
  readonly period: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly zone: string;
  /** A node where nothing happened is missing. */
  readonly nodes: { readonly [key: string]: NodeNumbers };
  readonly totals: Totals;
}

export const NOTHING: NodeNumbers = {
  now: 0,
  passed: 0,
  ports: {},
  left: {},
  stopped: [],
  sent: 0,
  held_out: 0,
  waiting: {},
  goals: 0,
  exits: 0,
};

export function sum(counts: Counts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
