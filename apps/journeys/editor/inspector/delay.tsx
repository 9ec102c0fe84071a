import type { Fields } from "../model/document";
import { isObject } from "../nodes/reading";
import { ChoiceField } from "./fields/ChoiceField";
import { DurationField } from "./fields/DurationField";
import { TraitField } from "./fields/PropertyField";
import { TimeField } from "./fields/TimeField";
import { WeekdaysField } from "./fields/WeekdaysField";
import { useForm } from "./useForm";

const WAYS = [
  { value: "duration", label: "For a while" },
  { value: "until", label: "Until a time of day", hint: "By the person’s own clock." },
  { value: "trait", label: "Until a date of the person", hint: "Such as the end of a trial." },
];

/** How long to wait: for a while, until a time, or until a date that the person has. */
export function DelayForm() {
  const { settings, replace } = useForm();
  const way = "trait" in settings ? "trait" : settings.until == null ? "duration" : "until";
  return (
    <>
      <ChoiceField
        path="way"
        label="Wait"
        value={way}
        ways={WAYS}
        onChange={(next) => replace("Wait in another way", turned(settings, next))}
      />
      {way === "trait" ? (
        <UntilDate />
      ) : way === "until" ? (
        <UntilTime />
      ) : (
        <DurationField path="duration" label="How long" />
      )}
    </>
  );
}

function UntilTime() {
  const { settings, set, type } = useForm();
  const until: Fields = isObject(settings.until) ? settings.until : {};
  const { weekdays: _, ...everyDay } = until;
  return (
    <>
      <DurationField path="duration" label="First wait" otherwise="not at all" />
      <TimeField
        path="until.time"
        label="Then until"
        value={until.time}
        onChange={(value) => type("until", { ...until, time: value ?? "" })}
      />
      <WeekdaysField
        path="until.weekdays"
        label="On"
        value={until.weekdays}
        onChange={(value) => set("until", value ? { ...until, weekdays: value } : everyDay)}
      />
    </>
  );
}

function UntilDate() {
  const { settings, type } = useForm();
  return (
    <>
      <TraitField
        path="trait"
        label="Date"
        hint="Where there is none, or it is over, it goes on through “no date, or over”."
        dates
        value={settings.trait}
        onChange={(value) => type("trait", value)}
      />
      <DurationField path="offset" label="Moved by" otherwise="on that day" signed />
      <TimeField
        path="time"
        label="At"
        hint="Empty: at the date’s own time, or its midnight."
        value={settings.time}
        onChange={(value) => type("time", value)}
      />
    </>
  );
}

/** The settings for another way of waiting; what both ways know, and what is unknown, stays. */
function turned(settings: Fields, way: string): Fields {
  const { duration, until, trait, offset, time, ...rest } = settings;
  if (way === "trait") return { ...rest, trait: trait ?? "" };
  if (way === "duration") return { ...rest, duration: duration ?? { days: 1 } };
  const first = duration === undefined ? {} : { duration };
  return { ...rest, ...first, until: until ?? { time: "09:00" } };
}
