import { ConditionField, OF_PERSON } from "./fields/ConditionField";
import { DurationField } from "./fields/DurationField";
import { EventField } from "./fields/EventField";
import { MatchField } from "./fields/MatchField";
import { useForm } from "./useForm";
import { text } from "./texts";

/** Which event is waited for, and how long. */
export function WaitForEventForm() {
  const { settings, set, type } = useForm();
  return (
    <>
      <EventField
        path="event"
        label="Wait until this event comes"
        value={settings.event}
        onChange={(value) => type("event", value)}
      />
      <DurationField
        path="at_most"
        label="At most"
        hint="After that it goes on through “in vain”."
      />
      <MatchField
        value={settings.match}
        event={text(settings.event)}
        onType={(value) => type("match", value)}
        onChange={(value) => set("match", value)}
      />
      <ConditionField
        path="where"
        label="It must be so"
        value={settings.where}
        kinds={["event", "entry", ...OF_PERSON]}
        event={text(settings.event)}
        nothing="Any such event."
        before="Only if"
        onChange={(value) => type("where", value)}
      />
    </>
  );
}
