import { choicesOfEvents, seenSentence } from "../../conditions/choices";
import { useVocabulary } from "../../conditions/vocabulary";
import type { Json } from "../../model/document";
import { PickerField } from "./PickerField";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  readonly placeholder?: string;
  onChange(value: string): void;
}

/** An event, with how often it has been seen lately. */
export function EventField({ hint, ...props }: Props) {
  const words = useVocabulary();
  const known = words.events.find((event) => event.name === props.value);
  const never = words.events.length > 0 && props.value && !known;
  const seen = known?.times != null ? seenSentence(known.times, words.exact) : "";
  const said = [hint, never ? "Not seen in the last 90 days." : seen].filter(Boolean).join(" ");
  return (
    <PickerField
      {...props}
      hint={said || undefined}
      placeholder={props.placeholder ?? "Order Completed"}
      choices={choicesOfEvents(words)}
    />
  );
}
