import { choicesOfValues } from "../../conditions/choices";
import { useVocabulary } from "../../conditions/vocabulary";
import type { Json } from "../../model/document";
import { Combobox } from "../../parts/Combobox";
import { NumberInput } from "../../parts/NumberInput";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { Field } from "./Field";

export type ValueKind = "text" | "number" | "boolean" | "date" | "other";

interface Props {
  readonly value: Json | undefined;
  readonly kind: ValueKind;
  /** The trait that is set: its values are the suggestions. */
  readonly trait: string;
  onType(value: Json | undefined): void;
  onChange(value: Json | undefined): void;
}

/** A value of a kind that people know: a text, a number, yes or no, a date. */
export function ValueField({ value, kind, trait, onType, onChange }: Props) {
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const known = useVocabulary().traits.find((one) => one.key === trait);
  return (
    <Field path="value" label="Value">
      {(aria) => {
        if (kind === "other") return <code id={aria.id}>{JSON.stringify(value)}</code>;
        if (kind === "boolean") {
          return (
            <select
              {...aria}
              value={value === undefined ? "" : String(value)}
              disabled={readOnly}
              onChange={(event) => onChange(event.target.value === "true")}
            >
              {value === undefined ? <option value="">Choose…</option> : null}
              <option value="true">yes</option>
              <option value="false">no</option>
            </select>
          );
        }
        if (kind === "number") {
          return (
            <NumberInput
              {...aria}
              value={typeof value === "number" ? value : null}
              disabled={readOnly}
              onChange={(number) => onType(number ?? undefined)}
              onBlur={endStep}
            />
          );
        }
        if (kind === "date") {
          return (
            <input
              {...aria}
              type="date"
              value={typeof value === "string" ? value.slice(0, 10) : ""}
              disabled={readOnly}
              onChange={(event) => onType(event.target.value || undefined)}
              onBlur={endStep}
            />
          );
        }
        return (
          <Combobox
            id={aria.id}
            invalid={aria["aria-invalid"]}
            describedBy={aria["aria-describedby"]}
            value={typeof value === "string" ? value : ""}
            choices={choicesOfValues(known)}
            disabled={readOnly}
            onChange={(text) => onType(text)}
            onLeave={endStep}
          />
        );
      }}
    </Field>
  );
}

/** How a value that stands there is shown. */
export function kindOfValue(value: Json | undefined): ValueKind | undefined {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? "date" : "text";
  return value === undefined ? undefined : "other";
}
