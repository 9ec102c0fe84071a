import type { Fields } from "../model/document";
import { type Choice, Combobox } from "../parts/Combobox";
import { choicesOfEvents, choicesOfProperties, choicesOfTraits, lifecyclesOf } from "./choices";
import type { BuilderContext } from "./context";
import { OF_SESSION } from "./condition";
import { freshSession, keyOf, kindOf, withKey } from "./leaf";
import { propertiesOf, useVocabulary, type Vocabulary } from "./vocabulary";

export interface LeafProps {
  readonly leaf: Fields;
  readonly context: BuilderContext;
  /** The part that is wrong: key, op, value, days; "" for none. */
  readonly wrong: string;
  onChange(leaf: Fields): void;
}

const LABELS = {
  trait: "Trait",
  event: "Property of the event",
  entry: "Property of the entry event",
  count: "Event",
  stage: "Lifecycle",
  done: "Lifecycle",
};
const OF_SESSION_LABELS: { readonly [key in (typeof OF_SESSION)[number]]: string } = {
  events: "how many events",
  minutes: "minutes since it began",
  source: "its source",
};

/** What is asked about: which trait, which property, which event, which lifecycle. */
export function LeafSubject({ leaf, context, onChange, wrong }: LeafProps) {
  const words = useVocabulary();
  const kind = kindOf(leaf);
  const key = keyOf(leaf);
  if (kind === "stage" || kind === "done") {
    const cycles = lifecyclesOf(words);
    const known = cycles.some((cycle) => cycle.value === key);
    return (
      <select
        aria-label={LABELS[kind]}
        aria-invalid={wrong === "key" || undefined}
        value={key}
        disabled={context.readOnly}
        onChange={(event) => onChange(withKey(leaf, event.target.value))}
      >
        {known ? null : <option value={key}>{key || "Choose a lifecycle"}</option>}
        {cycles.map((cycle) => (
          <option key={cycle.value} value={cycle.value}>
            {cycle.label}
          </option>
        ))}
      </select>
    );
  }
  if (kind === "session") {
    return (
      <select
        aria-label="What of the session"
        value={key}
        disabled={context.readOnly}
        onChange={(event) => onChange(freshSession(event.target.value))}
      >
        {(OF_SESSION as readonly string[]).includes(key) ? null : (
          <option value={key}>{key}</option>
        )}
        {OF_SESSION.map((one) => (
          <option key={one} value={one}>
            {OF_SESSION_LABELS[one]}
          </option>
        ))}
      </select>
    );
  }
  return (
    <Combobox
      label={LABELS[kind]}
      className="cond-subject"
      placeholder={kind === "count" ? "an event" : kind === "trait" ? "a trait" : "a property"}
      value={key}
      choices={choicesOf(kind, context, words)}
      disabled={context.readOnly}
      invalid={wrong === "key"}
      onChange={(next) => onChange(withKey(leaf, next))}
    />
  );
}

function choicesOf(
  kind: "trait" | "event" | "entry" | "count",
  context: BuilderContext,
  words: Vocabulary,
): readonly Choice[] {
  if (kind === "trait") return choicesOfTraits(words);
  if (kind === "count") return choicesOfEvents(words);
  return choicesOfProperties(propertiesOf(words, kind === "entry" ? context.entry : context.event));
}
