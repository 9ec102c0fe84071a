import { useState } from "react";
import { useVocabulary } from "../conditions/vocabulary";
import type { Fields } from "../model/document";
import { PropertyField, TraitField } from "./fields/PropertyField";
import { SelectField } from "./fields/SelectField";
import { kindOfValue, ValueField, type ValueKind } from "./fields/ValueField";
import { useForm } from "./useForm";
import { text } from "./texts";
import { useEntryEvent } from "./useEntryEvent";

const KINDS = [
  { value: "text", label: "A text" },
  { value: "number", label: "A number" },
  { value: "boolean", label: "Yes or no" },
  { value: "date", label: "A date" },
  { value: "entry", label: "A property of the entry event" },
];

/** Which trait is set, and to what. */
export function UpdateTraitForm() {
  const { settings, type, replace } = useForm();
  const entry = useEntryEvent();
  const trait = text(settings.trait);
  const known = useVocabulary().traits.find((one) => one.key === trait)?.kind;
  const [chosen, setChosen] = useState<ValueKind | undefined>();
  const fromEntry =
    Boolean(settings.from_entry) || (settings.from_entry === "" && !("value" in settings));
  const kind = kindOf(kindOfValue(settings.value), chosen, known);
  return (
    <>
      <TraitField
        path="trait"
        label="Trait"
        value={settings.trait}
        onChange={(value) => type("trait", value)}
      />
      <SelectField
        path="kind"
        label="Set it to"
        value={fromEntry ? "entry" : kind}
        choices={
          kind === "other" ? [...KINDS, { value: "other", label: "Kept as written" }] : KINDS
        }
        onChange={(next) => {
          setChosen(next === "entry" ? undefined : (next as ValueKind));
          replace("Set another kind of value", turned(settings, next));
        }}
      />
      {fromEntry ? (
        <PropertyField
          path="from_entry"
          label="Property"
          event={entry}
          value={settings.from_entry}
          onChange={(value) => type("from_entry", value)}
        />
      ) : (
        <ValueField
          value={settings.value}
          kind={kind}
          trait={trait}
          onType={(value) => type("value", value)}
          onChange={(value) => type("value", value)}
        />
      )}
    </>
  );
}

/** As what a value is typed: what stands there tells, then what was chosen, then what was seen. */
function kindOf(
  standing: ValueKind | undefined,
  chosen: ValueKind | undefined,
  known: string | undefined,
): ValueKind {
  // A text that reads as a date may be meant as either.
  if (standing === "date" && chosen === "text") return "text";
  if (standing && !(standing === "text" && chosen === "date")) return standing;
  if (chosen) return chosen;
  return known === "number" || known === "boolean" || known === "date" ? known : "text";
}

function turned(settings: Fields, kind: string): Fields {
  const { value: _, from_entry: __, ...rest } = settings;
  if (kind === "entry") return { ...rest, from_entry: "" };
  return kind === "boolean" ? { ...rest, value: true } : rest;
}
