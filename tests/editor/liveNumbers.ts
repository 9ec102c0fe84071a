/** A journey with a message, a split, a goal and two exits, and numbers for it. */

import type { LiveAnswer, NodeNumbers } from "@editor/live/answer";
import { NOTHING } from "@editor/live/answer";
import type { JourneyDocument } from "@editor/model/document";

export const JOURNEY: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", name: "in", settings: { event: "Trial Started" } },
    { key: "hello", type: "message", name: "hello", settings: { template: "hello" } },
    {
      key: "wait",
      type: "wait_for_event",
      name: "wait",
      settings: { event: "Opened", at_most: { days: 2 } },
    },
    { key: "paid", type: "goal", name: "paid", settings: { event: "Paid" } },
    { key: "out", type: "exit", name: "out", settings: {} },
  ],
  edges: [
    { from: "in", to: "hello" },
    { from: "hello", to: "wait" },
    { from: "wait", port: "event", to: "paid" },
    { from: "wait", port: "timeout", to: "out" },
  ],
};

export function numbers(some: Partial<NodeNumbers>): NodeNumbers {
  return { ...NOTHING, ...some };
}

export const NODES: { readonly [key: string]: NodeNumbers } = {
  in: numbers({ passed: 100, ports: { next: 100 } }),
  hello: numbers({
    now: 4,
    waiting: { quiet_hours: 4 },
    passed: 94,
    ports: { next: 94 },
    sent: 1234,
    held_out: 9,
    stopped: [
      { verdict: "waits", reason: "quiet_hours", messages: 30 },
      { verdict: "skipped", reason: "frequency_cap", messages: 12 },
      { verdict: "left", reason: "no_consent", messages: 2 },
      { verdict: "waits", reason: "lost_tier", messages: 1 },
    ],
    left: { stopped_and_left: 2, goal: 1 },
  }),
  wait: numbers({
    now: 1200,
    passed: 60,
    ports: { timeout: 40, event: 20 },
    left: { goal: 7, exit: 10 },
  }),
  paid: numbers({ goals: 28, left: { goal: 20 } }),
  out: numbers({ exits: 50, left: { exit: 40 } }),
};

export function answer(nodes = NODES): LiveAnswer {
  return {
    version: 3,
    as_of: "2026-11-23T14:02:31Z",
    period: "30",
    since: "2026-10-25T00:00:00Z",
    until: null,
    zone: "Europe/Berlin",
    nodes,
    totals: {
      inside: 1204,
      left: { exit: 50, goal: 28, stopped_and_left: 2 },
      goals: 28,
      sent: 1234,
      held_out: 9,
      stopped: NODES.hello?.stopped ?? [],
      moved_in: 0,
      moved_away: 0,
      entered: {
        runs: 100,
        inside: 30,
        goals: 28,
        goals_after_leaving: 1,
        left: { exit: 40, stopped_and_left: 2 },
        rate: 0.28,
      },
    },
  };
}
