/** delay: waits for a duration, until a local time on given weekdays, or until a date of a trait. */

import { plain } from "../conditions/words";
import { type Clock, parseTime, parseWeekdays, weekdayWords } from "../model/clockTimes";
import type { Fields } from "../model/document";
import { durationWords, parseDuration } from "../model/durations";
import { kind, NEXT } from "./kind";
import type { Problems } from "./problems";
import { at, isGiven, isObject, textAt } from "./reading";
import { joined } from "./saying";

export interface DelaySettings {
  /** In seconds. */
  readonly duration: number;
  readonly clock: Clock | null;
  readonly weekdays: readonly number[];
  /** The trait with the date; "" for the other two ways of waiting. */
  readonly trait: string;
  /** In seconds; less than 0 is before the date. */
  readonly offset: number;
}

const NOTHING: DelaySettings = { duration: 0, clock: null, weekdays: [], trait: "", offset: 0 };
const MISSED = { key: "missed", words: "no date, or over" };

export const delay = kind<DelaySettings>({
  type: "delay",
  label: "Delay",
  hint: "Waits a while, until a time of day, or until a date that is known of the person.",
  group: "wait",
  fresh: () => ({ duration: { days: 1 } }),
  parse: parseDelay,
  ports: (settings) => (settings.trait ? [NEXT, MISSED] : [NEXT]),
  says: (settings, name) => {
    const { clock, duration } = settings;
    if (settings.trait) return { what: `Wait until ${date(settings)}`, more: name };
    if (!clock) return { what: `Wait ${durationWords(duration)}`, more: name };
    const first = duration ? `Wait ${durationWords(duration)}, then until` : "Wait until";
    const on = weekdayWords(settings.weekdays);
    return {
      what: `${first} ${clock.shown}${on ? ` on ${on}` : ""}`,
      more: joined(name, "by the person’s clock"),
    };
  },
});

export function parseDelay(raw: Fields, problems: Problems): DelaySettings {
  if (Object.hasOwn(raw, "trait")) return parseTrait(raw, problems);
  const until = at(raw, "until");
  const given = at(raw, "duration");
  if (until === undefined || until === null) {
    return { ...NOTHING, duration: parseDuration(given, problems, "duration") };
  }
  if (!isObject(until)) {
    problems.add("until", "not_a_time", 'give {"time": "09:00", "weekdays": ["mon"]}');
    return NOTHING;
  }
  return {
    ...NOTHING,
    duration: parseDuration(given, problems, "duration", { otherwise: 0 }),
    clock: parseTime(at(until, "time"), problems, "until.time"),
    weekdays: parseWeekdays(at(until, "weekdays"), problems, "until.weekdays"),
  };
}

function parseTrait(raw: Fields, problems: Problems): DelaySettings {
  if (!isGiven(at(raw, "trait"))) {
    problems.add("trait", "missing", "name the trait that has the date");
  }
  const options = { otherwise: 0, signed: true };
  const offset = parseDuration(at(raw, "offset"), problems, "offset", options);
  const clock = isGiven(at(raw, "time")) ? parseTime(at(raw, "time"), problems, "time") : null;
  return { ...NOTHING, trait: textAt(raw, "trait"), offset, clock };
}

function date({ trait, offset, clock }: DelaySettings): string {
  const side = offset < 0 ? "before" : "after";
  const day = offset ? `${durationWords(offset)} ${side} ${plain(trait)}` : plain(trait);
  return clock ? `${day}, ${clock.shown}` : day;
}
