import { Combobox } from "../parts/Combobox";
import { NumberInput } from "../parts/NumberInput";
import { choicesOfProperties, choicesOfTraits, choicesOfValues, stagesOf } from "./choices";
import { CountValue } from "./CountValue";
import {
  type From,
  fromOf,
  hasValue,
  keyOf,
  kindOf,
  opOf,
  valuesOf,
  withFrom,
  withSource,
  withValue,
} from "./leaf";
import type { LeafProps } from "./LeafSubject";
import { ListValue } from "./ListValue";
import { usePropertyOf } from "./usePropertyOf";
import { propertiesOf, useVocabulary } from "./vocabulary";

const FROM: { readonly [from in From]: string } = {
  text: "a text",
  number: "a number",
  boolean: "yes or no",
  trait: "a trait of the person",
  entry: "a property of the entry",
};

/** What it is compared with, in the form that fits: suggestions, a number, a list, another trait. */
export function LeafValue(props: LeafProps) {
  const { leaf, context, onChange } = props;
  const property = usePropertyOf(leaf, context);
  const kind = kindOf(leaf);
  const op = opOf(leaf);
  if (!hasValue(op) || (kind === "done" && typeof leaf.value === "boolean")) return null;
  if (kind === "count") return <CountValue {...props} />;
  if (kind === "stage" && !leaf.value_from) return <StageValue {...props} />;
  const from = fromOf(leaf, property?.kind ?? "");
  return (
    <>
      <Typed {...props} from={from} />
      <select
        className="cond-from"
        aria-label="What kind of value it is"
        title="What kind of value it is"
        value={from}
        disabled={context.readOnly}
        onChange={(event) => onChange(withFrom(leaf, event.target.value as From))}
      >
        {(Object.keys(FROM) as From[]).map((one) => (
          <option key={one} value={one}>
            {FROM[one]}
          </option>
        ))}
      </select>
    </>
  );
}

function Typed({ from, ...props }: LeafProps & { from: From }) {
  const { leaf, context, onChange, wrong } = props;
  const words = useVocabulary();
  const property = usePropertyOf(leaf, context);
  const invalid = wrong.startsWith("value") || undefined;
  const disabled = context.readOnly;
  const [value] = valuesOf(leaf);
  if (from === "trait" || from === "entry") {
    const source = leaf.value_from as { [from: string]: string };
    return (
      <Combobox
        label={FROM[from]}
        value={source[from] ?? ""}
        choices={
          from === "trait"
            ? choicesOfTraits(words)
            : choicesOfProperties(propertiesOf(words, context.entry))
        }
        placeholder={from === "trait" ? "which trait" : "which property"}
        disabled={disabled}
        invalid={invalid}
        onChange={(key) => onChange(withSource(leaf, from, key))}
      />
    );
  }
  if (opOf(leaf) === "in") {
    const choices = choicesOfValues(property);
    return <ListValue {...props} from={from} choices={choices} />;
  }
  if (from === "boolean") {
    return (
      <select
        aria-label="Value"
        aria-invalid={invalid}
        value={value === undefined ? "" : String(value)}
        disabled={disabled}
        onChange={(event) => onChange(withValue(leaf, event.target.value === "true"))}
      >
        {value === undefined ? <option value="">choose</option> : null}
        <option value="true">yes</option>
        <option value="false">no</option>
      </select>
    );
  }
  if (from === "number") {
    return (
      <NumberInput
        aria-label="Value"
        aria-invalid={invalid}
        placeholder="a number"
        value={typeof value === "number" ? value : null}
        disabled={disabled}
        onChange={(number) => onChange(withValue(leaf, number ?? undefined))}
      />
    );
  }
  return (
    <Combobox
      label="Value"
      placeholder={property?.kind === "date" ? "2026-01-31" : "a value"}
      value={typeof value === "string" ? value : ""}
      choices={choicesOfValues(property)}
      disabled={disabled}
      invalid={invalid}
      onChange={(typed) => onChange(withValue(leaf, typed === "" ? undefined : typed))}
    />
  );
}

function StageValue(props: LeafProps) {
  const { leaf, context, onChange, wrong } = props;
  const stages = stagesOf(useVocabulary(), keyOf(leaf));
  if (opOf(leaf) === "in") return <ListValue {...props} from="text" choices={stages} />;
  const [value = ""] = valuesOf(leaf);
  return (
    <select
      aria-label="Stage"
      aria-invalid={wrong.startsWith("value") || undefined}
      value={String(value)}
      disabled={context.readOnly}
      onChange={(event) => onChange(withValue(leaf, event.target.value))}
    >
      {stages.some((stage) => stage.value === value) ? null : (
        <option value={String(value)}>{String(value) || "Choose a stage"}</option>
      )}
      {stages.map((stage) => (
        <option key={stage.value} value={stage.value}>
          {stage.label}
        </option>
      ))}
    </select>
  );
}
