import { useState } from "react";
import type { Fields } from "../model/document";
import { isEmpty } from "../conditions/condition";
import { ChoiceField } from "./fields/ChoiceField";
import { ConditionField, OF_PERSON } from "./fields/ConditionField";
import { EventField } from "./fields/EventField";
import { MatchField } from "./fields/MatchField";
import { useForm } from "./useForm";
import { text } from "./texts";

const WAYS = [
  { value: "arriving", label: "On arriving here", hint: "Only whoever comes this way." },
  {
    value: "event",
    label: "When an event comes",
    hint: "At once, wherever the person stands, also in the middle of a delay.",
  },
  {
    value: "condition",
    label: "When something has become so",
    hint: "At once, from anywhere, with whatever event comes.",
  },
];

/** What a goal and an exit share: by arriving, or at once from anywhere. */
export function Ending({ what }: { what: string }) {
  const { settings, set, type, replace } = useForm();
  const [chosen, setChosen] = useState("");
  const way = wayOf(settings, chosen);
  return (
    <>
      <ChoiceField
        path="way"
        label={what}
        value={way}
        ways={WAYS}
        onChange={(next) => {
          setChosen(next);
          replace(`${what} in another way`, turned(settings, next));
        }}
      />
      {way === "event" ? (
        <>
          <EventField
            path="event"
            label="Event"
            value={settings.event}
            onChange={(value) => type("event", value)}
          />
          <MatchField
            value={settings.match}
            event={text(settings.event)}
            onType={(value) => type("match", value)}
            onChange={(value) => set("match", value)}
          />
        </>
      ) : null}
      {way === "arriving" ? null : (
        <ConditionField
          path="where"
          label={way === "event" ? "Only if" : "As soon as"}
          value={settings.where}
          kinds={way === "event" ? ["event", "entry", ...OF_PERSON] : [...OF_PERSON, "entry"]}
          event={text(settings.event)}
          nothing={way === "event" ? "Any such event." : "Nothing is asked yet."}
          onChange={(value) => type("where", value)}
        />
      )}
    </>
  );
}

/** As the settings say; what isn't filled in yet says nothing of itself, so the choice does. */
function wayOf(settings: Fields, chosen: string): string {
  const begun = "event" in settings;
  if (text(settings.event) || (begun && chosen === "event")) return "event";
  if (!isEmpty(settings.where) || settings.match != null) return "condition";
  if (chosen === "condition") return "condition";
  return begun ? "event" : "arriving";
}

function turned(settings: Fields, way: string): Fields {
  const { event, where, match, ...rest } = settings;
  if (way === "arriving") return rest;
  if (way === "condition") return where === undefined ? rest : { ...rest, where };
  return { ...rest, event: event ?? "", ...(where ? { where } : {}), ...(match ? { match } : {}) };
}
