import { useForm } from "./useForm";
import { ChoiceField } from "./fields/ChoiceField";
import { ConditionField, OF_PERSON } from "./fields/ConditionField";
import { DurationField } from "./fields/DurationField";
import { EventField } from "./fields/EventField";
import { PropertyField } from "./fields/PropertyField";
import { text } from "./texts";

const AGAIN = [
  { value: "once", label: "Once", hint: "Never a second time." },
  {
    value: "after_leaving",
    label: "Again after leaving",
    hint: "One run at a time, as often as the event comes.",
  },
  {
    value: "once_per_key",
    label: "Once per key",
    hint: "Several runs side by side, such as one per order.",
  },
];

/** Who enters: the event, what it and the person must be like, and whether they may return. */
export function EntryForm() {
  const { settings, set, type } = useForm();
  const event = text(settings.event);
  const again = text(settings.again, "once");
  return (
    <>
      <EventField
        path="event"
        label="When this event comes"
        value={settings.event}
        onChange={(value) => type("event", value)}
      />
      <ConditionField
        path="where"
        label="The event must be so"
        value={settings.where}
        kinds={["event", ...OF_PERSON]}
        event={event}
        nothing="Any such event."
        before="Only if"
        onChange={(value) => type("where", value)}
      />
      <ConditionField
        path="audience"
        label="The person must be so"
        value={settings.audience}
        kinds={[...OF_PERSON, "event"]}
        event={event}
        nothing="Everybody."
        before="Only if"
        onChange={(value) => type("audience", value)}
      />
      <ChoiceField
        path="again"
        label="How often a person may enter"
        value={again}
        ways={AGAIN}
        onChange={(value) => set("again", value)}
      />
      {again === "after_leaving" ? (
        <DurationField
          path="cool_down"
          label="But not before"
          hint="Since they left the last time."
          otherwise="at once"
        />
      ) : null}
      {again === "once_per_key" ? (
        <PropertyField
          path="key"
          label="Key"
          hint="The property of the event that tells the runs apart."
          event={event}
          value={settings.key}
          onChange={(value) => type("key", value)}
        />
      ) : null}
    </>
  );
}
