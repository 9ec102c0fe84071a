import { choicesOfProperties, choicesOfTraits } from "../../conditions/choices";
import { examplesOf, propertiesOf, useVocabulary } from "../../conditions/vocabulary";
import type { Json } from "../../model/document";
import { PickerField } from "./PickerField";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  /** The event whose property it is. */
  readonly event: string;
  onChange(value: string): void;
}

/** A property of an event, with values that were seen. */
export function PropertyField({ event, hint, ...props }: Props) {
  const properties = propertiesOf(useVocabulary(), event);
  const examples = examplesOf(properties.find((known) => known.key === props.value));
  const said = [hint, examples ? `Such as ${examples}.` : ""].filter(Boolean).join(" ");
  return (
    <PickerField
      {...props}
      hint={said || undefined}
      placeholder="order_id"
      choices={choicesOfProperties(properties)}
    />
  );
}

/** A trait of the person, with values that were seen. */
export function TraitField({ hint, dates, ...props }: Omit<Props, "event"> & { dates?: boolean }) {
  const words = useVocabulary();
  const traits = dates ? words.traits.filter((one) => one.kind === "date") : words.traits;
  const examples = examplesOf(words.traits.find((known) => known.key === props.value));
  const said = [hint, examples ? `Such as ${examples}.` : ""].filter(Boolean).join(" ");
  return (
    <PickerField
      {...props}
      hint={said || undefined}
      placeholder={dates ? "trial_ends_at" : "plan"}
      choices={choicesOfTraits({ ...words, traits: traits.length > 0 ? traits : words.traits })}
    />
  );
}
