import type { Json } from "../../model/document";
import type { Choice } from "../../parts/Combobox";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  readonly value: Json | undefined;
  readonly choices: readonly Choice[];
  /** What nothing chosen is called; without it something has to be chosen. */
  readonly none?: string;
  onChange(value: string): void;
}

/** One of a few; what stands there stays to be seen, also where it is none of them. */
export function SelectField({ path, label, hint, value, choices, none, onChange }: Props) {
  const { readOnly } = useForm();
  const shown = value === undefined || value === null ? "" : String(value);
  const known = choices.some((choice) => choice.value === shown);
  return (
    <Field path={path} label={label} hint={hint}>
      {(aria) => (
        <select
          {...aria}
          value={shown}
          disabled={readOnly}
          onChange={(event) => onChange(event.target.value)}
        >
          {none !== undefined || shown === "" ? (
            <option value="">{none ?? "Choose…"}</option>
          ) : null}
          {known || shown === "" ? null : <option value={shown}>{shown} (unknown)</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label ?? choice.value}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
