/** Clock times and weekdays as people write them: "09:00", ["mon", "fri"]. */

import type { Problems } from "../nodes/problems";
import type { Json } from "./document";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const TIME = /^T?(\d\d)(?:(:?)(\d\d)(?:\2(\d\d))?)?(?:[.,](\d+))?$/;

/** A time of day: as it is shown, and to the millionth of a second. */
export interface Clock {
  readonly shown: string;
  readonly seconds: number;
}

/** The clock time of a document, null where it is none; problems go to `problems`. */
export function parseTime(raw: Json | undefined, problems: Problems, field: string): Clock | null {
  const clock = typeof raw === "string" ? clockOf(raw) : null;
  if (!clock) problems.add(field, "not_a_time", "a time such as 09:00");
  return clock;
}

function clockOf(raw: string): Clock | null {
  const read = TIME.exec(raw);
  if (!read) return null;
  const [hours = 0, minutes = 0, seconds = 0] = [read[1], read[3], read[4]].map((part) =>
    Number(part ?? 0),
  );
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Number(`0.${(read[5] ?? "0").slice(0, 6)}`);
  const shown = [hours, minutes].map((part) => String(part).padStart(2, "0")).join(":");
  return { shown, seconds: hours * 3600 + minutes * 60 + seconds + fraction };
}

/** The days of a document as numbers, 0 for Monday, in their order; none where it says nothing. */
export function parseWeekdays(
  raw: Json | undefined,
  problems: Problems,
  field: string,
): readonly number[] {
  if (raw === undefined || raw === null) return [];
  const known = Array.isArray(raw) ? raw.map((day) => WEEKDAYS.indexOf(day as never)) : [-1];
  if (known.includes(-1)) {
    problems.add(field, "unknown_value", `a list of ${WEEKDAYS.join(", ")}`);
    return [];
  }
  return [...new Set(known)].sort((one, other) => one - other);
}

/** “Mon or Fri”, “workdays”; "" for every day. */
export function weekdayWords(days: readonly number[]): string {
  if (days.length === 0 || days.length === DAYS.length) return "";
  if (days.join() === "0,1,2,3,4") return "workdays";
  const names = days.map((day) => DAYS[day]);
  const last = names.pop();
  return names.length > 0 ? `${names.join(", ")} or ${last}` : `${last}`;
}
