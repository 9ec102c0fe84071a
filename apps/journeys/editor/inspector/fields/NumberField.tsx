import type { Json } from "../../model/document";
import { NumberInput } from "../../parts/NumberInput";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  readonly value: Json | undefined;
  readonly unit?: string;
  readonly placeholder?: string;
  onChange(value: number | undefined): void;
}

export function NumberField({ path, label, hint, value, unit, placeholder, onChange }: Props) {
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  return (
    <Field path={path} label={label} hint={hint}>
      {(aria) => (
        <span className="insp-number">
          <NumberInput
            {...aria}
            placeholder={placeholder}
            value={typeof value === "number" ? value : null}
            disabled={readOnly}
            onChange={(number) => onChange(number ?? undefined)}
            onBlur={endStep}
          />
          {unit ? <span className="muted">{unit}</span> : null}
        </span>
      )}
    </Field>
  );
}
