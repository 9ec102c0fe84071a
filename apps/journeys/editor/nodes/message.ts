/** message: proposes a message; the rules decide whether and when it goes out. */

import type { Fields, Json } from "../model/document";
import { durationWords, parseDuration } from "../model/durations";
import { kind, NEXT } from "./kind";
import type { Problems } from "./problems";
import { at, isGiven, isNumber, lengthOf, textAt, Unreadable } from "./reading";

export const CHANNELS = ["email", "sms", "onsite", "webhook"] as const;
export const WHEN_STOPPED = ["wait", "skip", "leave"] as const;
export const LONGEST_KEY = 64;
const ONE_DAY = 86_400;

const CHANNEL_WORDS: { readonly [channel: string]: string } = {
  email: "E-mail",
  sms: "SMS",
  onsite: "Onsite message",
  webhook: "Webhook",
};
const STOPPED: { readonly [when: string]: string } = {
  skip: "skips it when stopped",
  leave: "leaves when stopped",
};

interface Settings {
  readonly channel: string;
  readonly template: string;
  readonly tier: string;
  readonly whenStopped: string;
  readonly atMost: number;
}

export const message = kind<Settings>({
  type: "message",
  label: "Message",
  hint: "Proposes an e-mail, SMS, onsite message or webhook; the rules decide when it leaves.",
  group: "act",
  fresh: () => ({ channel: "email", template: "", when_stopped: "wait", at_most: { days: 1 } }),
  parse: (raw, problems) => {
    const channel = oneOf(raw, "channel", CHANNELS, problems);
    if (!isGiven(at(raw, "template"))) {
      problems.add("template", "missing", "choose the template to send");
    }
    const whenStopped = oneOf(raw, "when_stopped", WHEN_STOPPED, problems, "wait");
    for (const field of ["template", "topic", "tier"]) {
      if (lengthOf(textAt(raw, field)) > LONGEST_KEY) {
        problems.add(field, "too_long", `at most ${LONGEST_KEY} characters`);
      }
    }
    readTags(raw);
    return {
      channel,
      template: textAt(raw, "template"),
      tier: textAt(raw, "tier"),
      whenStopped,
      atMost: parseDuration(at(raw, "at_most"), problems, "at_most", { otherwise: ONE_DAY }),
    };
  },
  ports: () => [NEXT],
  says: (settings, name) => {
    const channel = CHANNEL_WORDS[settings.channel] ?? settings.channel;
    const waits = `waits up to ${durationWords(settings.atMost)}`;
    const tier = settings.tier ? `${settings.tier} tier; ` : "";
    return {
      what: `${channel} “${name || settings.template}”`,
      more: tier + (STOPPED[settings.whenStopped] ?? waits),
    };
  },
});

function oneOf(
  raw: Fields,
  field: string,
  known: readonly string[],
  problems: Problems,
  otherwise = known[0] ?? "",
): string {
  const value: Json | undefined = Object.hasOwn(raw, field) ? at(raw, field) : otherwise;
  if (typeof value === "string" && known.includes(value)) return value;
  problems.add(field, "unknown_value", `one of ${known.join(", ")}`);
  return otherwise;
}

function readTags(raw: Fields): void {
  const tags = at(raw, "tags");
  if (tags === null || isNumber(tags)) throw new Unreadable("TypeError");
}
