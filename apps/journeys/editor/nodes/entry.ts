/** entry: lets a person in when an event comes and the audience holds. */

import { type Understood, understand } from "../conditions/condition";
import { plain, words } from "../conditions/words";
import { durationWords, parseDuration } from "../model/durations";
import { kind, NEXT } from "./kind";
import { at, isGiven, textAt } from "./reading";
import { joined } from "./saying";

export const AGAIN = ["once", "after_leaving", "once_per_key"] as const;

interface Settings {
  readonly event: string;
  readonly where: Understood;
  readonly audience: Understood;
  readonly again: string;
  readonly coolDown: number;
  readonly key: string;
}

export const entry = kind<Settings>({
  type: "entry",
  label: "Entry",
  hint: "Who comes in: the event, and what must be so.",
  group: "start",
  fresh: () => ({ event: "", again: "once" }),
  parse: (raw, problems) => {
    const event = at(raw, "event");
    if (!isGiven(event)) problems.add("event", "missing", "name the event that lets people in");
    const again = Object.hasOwn(raw, "again") ? raw.again : "once";
    const key = textAt(raw, "key");
    if (!AGAIN.includes(again as never)) {
      problems.add("again", "unknown_value", `one of ${AGAIN.join(", ")}`);
    }
    if (again === "once_per_key" && !key) {
      problems.add("key", "missing", "name the property of the event, such as order_id");
    }
    return {
      event: textAt(raw, "event"),
      where: understand(at(raw, "where"), problems, "where"),
      audience: understand(at(raw, "audience"), problems, "audience"),
      again: String(again),
      coolDown: parseDuration(at(raw, "cool_down"), problems, "cool_down", { otherwise: 0 }),
      key,
    };
  },
  ports: () => [NEXT],
  says: (settings) => {
    const who = words(settings.audience);
    const only = who && `only if ${who}`;
    return {
      what: `When ${settings.event}`,
      more: joined(words(settings.where), only, again(settings)),
    };
  },
});

function again(settings: Settings): string {
  if (settings.again === "once_per_key") return `once per ${plain(settings.key)}`;
  if (settings.again !== "after_leaving") return "once per person";
  const coolDown = settings.coolDown ? `${durationWords(settings.coolDown)} ` : "";
  return `again ${coolDown}after leaving`;
}
