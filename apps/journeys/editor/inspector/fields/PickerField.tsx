import type { Json } from "../../model/document";
import { type Choice, Combobox } from "../../parts/Combobox";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  readonly value: Json | undefined;
  readonly choices: readonly Choice[];
  readonly placeholder?: string;
  onChange(value: string): void;
}

/** A name with suggestions of what has been seen; any other may be typed, too. */
export function PickerField({ path, label, hint, value, choices, placeholder, onChange }: Props) {
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  return (
    <Field path={path} label={label} hint={hint}>
      {(aria) => (
        <Combobox
          id={aria.id}
          invalid={aria["aria-invalid"]}
          describedBy={aria["aria-describedby"]}
          value={value === undefined || value === null ? "" : String(value)}
          choices={choices}
          {...(placeholder ? { placeholder } : {})}
          disabled={readOnly}
          onChange={onChange}
          onLeave={endStep}
        />
      )}
    </Field>
  );
}
