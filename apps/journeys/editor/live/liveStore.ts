/** What the live numbers are about and what was last answered. */

import { create } from "zustand";
import type { LiveAnswer } from "./answer";
import { kept } from "./kept";
import { type Period, USUAL } from "./period";

export interface LiveState {
  readonly period: Period;
  readonly paused: boolean;
  readonly heat: boolean;
  /** The last answer; it may be of the period before while the next one is under way. */
  readonly answer: LiveAnswer | null;
  /** The period that `answer` is about. */
  readonly answered: Period | null;
  /** Why the latest try failed; "" where it didn't. */
  readonly failed: string;

  choose(period: Period): void;
  pause(paused: boolean): void;
  showHeat(heat: boolean): void;
  take(answer: LiveAnswer, period: Period): void;
  fail(why: string): void;
}

export const useLive = create<LiveState>()((set, get) => ({
  period: USUAL,
  paused: false,
  heat: true,
  answer: null,
  answered: null,
  failed: "",

  choose: (period) => set({ period, failed: "" }),
  pause: (paused) => set({ paused }),
  showHeat: (heat) => set({ heat }),
  take: (answer, answered) => set({ answer: kept(answer, get().answer), answered, failed: "" }),
  fail: (failed) => set({ failed }),
}));
