import { useForm } from "../useForm";
import { Field } from "./Field";

export interface Way {
  readonly value: string;
  readonly label: string;
  /** What it means. */
  readonly hint?: string;
}

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  readonly value: string;
  readonly ways: readonly Way[];
  onChange(value: string): void;
}

/** One of a few ways, each with what it means. */
export function ChoiceField({ path, label, hint, value, ways, onChange }: Props) {
  const { readOnly } = useForm();
  const shown = readOnly ? ways.filter((way) => way.value === value) : ways;
  return (
    <Field path={path} label={label} hint={hint} group>
      {(aria) => (
        <div className="insp-ways">
          {shown.map((way) => (
            <label key={way.value} className={way.value === value ? "is-chosen" : undefined}>
              <input
                type="radio"
                name={aria.id}
                value={way.value}
                checked={way.value === value}
                disabled={readOnly}
                aria-describedby={aria["aria-describedby"]}
                onChange={() => onChange(way.value)}
              />
              <span>
                {way.label}
                {way.hint ? <small>{way.hint}</small> : null}
              </span>
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}
