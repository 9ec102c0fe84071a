import type { Json } from "../../model/document";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  readonly value: Json | undefined;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly rows?: number;
  onChange(value: string): void;
}

export function TextField({ path, label, hint, value, onChange, rows, ...rest }: Props) {
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const shown = value === undefined || value === null ? "" : String(value);
  return (
    <Field path={path} label={label} hint={hint}>
      {(aria) =>
        rows ? (
          <textarea
            {...aria}
            {...rest}
            rows={rows}
            value={shown}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
            onBlur={endStep}
          />
        ) : (
          <input
            {...aria}
            {...rest}
            type="text"
            value={shown}
            disabled={readOnly}
            onChange={(event) => onChange(event.target.value)}
            onBlur={endStep}
          />
        )
      }
    </Field>
  );
}
