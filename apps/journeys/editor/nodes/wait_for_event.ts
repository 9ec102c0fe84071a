/** wait_for_event: waits until an event comes, at most for a while. */

import type { Understood } from "../conditions/condition";
import { words } from "../conditions/words";
import { durationWords, parseDuration } from "../model/durations";
import { kind } from "./kind";
import { parseWhere } from "./matching";
import { at, isGiven, textAt } from "./reading";

interface Settings {
  readonly event: string;
  readonly where: Understood;
  readonly atMost: number;
}

export const waitForEvent = kind<Settings>({
  type: "wait_for_event",
  label: "Wait for an event",
  hint: "Waits until something happens; who it doesn’t happen to goes on in vain.",
  group: "wait",
  fresh: () => ({ event: "", at_most: { days: 3 } }),
  parse: (raw, problems) => {
    if (!isGiven(at(raw, "event"))) {
      problems.add("event", "missing", "name the event to wait for");
    }
    const atMost = parseDuration(at(raw, "at_most"), problems, "at_most");
    if (!atMost && !problems.has("at_most")) {
      problems.add("at_most", "not_positive", "say how long to wait at most");
    }
    return { event: textAt(raw, "event"), where: parseWhere(raw, problems), atMost };
  },
  ports: () => [
    { key: "event", words: "it came" },
    { key: "timeout", words: "in vain" },
  ],
  says: ({ event, where, atMost }) => {
    const also = words(where);
    const more = `at most ${durationWords(atMost)}${also ? `; only if ${also}` : ""}`;
    return { what: `Wait for ${event}`, more };
  },
});
