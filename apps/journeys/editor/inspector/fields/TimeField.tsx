import type { Json } from "../../model/document";
import { Combobox } from "../../parts/Combobox";
import { useEditor } from "../../store";
import { clockOf } from "../clock";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  readonly placeholder?: string;
  onChange(value: string | undefined): void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: `${String(hour).padStart(2, "0")}:00`,
}));

/** A time of day, always of 24 hours; “9” is taken for 09:00 when it is left. */
export function TimeField({ path, label, hint, value, placeholder, onChange }: Props) {
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const text = value === undefined || value === null ? "" : String(value);
  return (
    <Field path={path} label={label} hint={hint}>
      {(aria) => (
        <Combobox
          id={aria.id}
          invalid={aria["aria-invalid"]}
          describedBy={aria["aria-describedby"]}
          className="insp-time"
          placeholder={placeholder ?? "09:00"}
          value={text}
          choices={HOURS}
          disabled={readOnly}
          onChange={(typed) => onChange(typed || undefined)}
          onLeave={() => {
            const clock = clockOf(text);
            if (clock && clock !== text) onChange(clock);
            endStep();
          }}
        />
      )}
    </Field>
  );
}
