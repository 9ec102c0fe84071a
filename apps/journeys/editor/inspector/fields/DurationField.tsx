import type { Fields, Json } from "../../model/document";
import { UNITS, type Unit } from "../../model/durations";
import { isObject } from "../../nodes/reading";
import { NumberInput } from "../../parts/NumberInput";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { Field } from "./Field";

const ALL = Object.keys(UNITS) as Unit[];
const USUAL: readonly Unit[] = ["days", "hours", "minutes", "weeks", "seconds"];

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  /** It may be left out; this is what holds then: “1 day”. */
  readonly otherwise?: string;
  /** Before or after a date. */
  readonly signed?: boolean;
  /** Joins what is typed into one step. */
  onType(value: Fields | undefined): void;
  onChange(value: Fields | undefined): void;
}

/** How long: numbers with their units, as they stand in the document. */
export function DurationField(props: Props) {
  const { path, label, hint, value, otherwise, signed = false, onType, onChange } = props;
  const { readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const parts = isObject(value) ? Object.entries(value) : [];
  const plain = parts.every(([unit, n]) => unit in UNITS && (typeof n === "number" || n === null));
  const before = parts.some(([, n]) => Number(n) < 0);
  const mixed = before && parts.some(([, n]) => Number(n) > 0);
  const unused = USUAL.filter((unit) => !parts.some(([used]) => used === unit));
  const sign = signed && before && !mixed ? -1 : 1;
  const [next] = unused;
  if ((isObject(value) && !plain) || (value !== undefined && value !== null && !isObject(value))) {
    return (
      <Field path={path} label={label} hint={hint} inside>
        {(aria) => (
          <span className="spread">
            <code id={aria.id}>{JSON.stringify(value)}</code>
            {readOnly ? null : (
              <button
                type="button"
                className="btn-link small"
                onClick={() => onChange({ days: 1 })}
              >
                Start anew
              </button>
            )}
          </span>
        )}
      </Field>
    );
  }
  const write = (change: readonly (readonly [string, Json])[]) => {
    const fields = Object.fromEntries(change);
    return change.length > 0 || otherwise === undefined ? fields : undefined;
  };
  return (
    <Field path={path} label={label} hint={hint} group inside>
      {(aria) => (
        <div className="insp-duration">
          {parts.map(([unit, count], index) => (
            <span key={unit} className="insp-amount">
              <NumberInput
                aria-label={`${label}: ${unit}`}
                aria-invalid={aria["aria-invalid"]}
                aria-describedby={aria["aria-describedby"]}
                value={typeof count === "number" ? count * sign : null}
                disabled={readOnly}
                onChange={(number) =>
                  onType(
                    write(
                      parts.map((one, at) => (at === index ? [unit, signedBy(number, sign)] : one)),
                    ),
                  )
                }
                onBlur={endStep}
              />
              <select
                aria-label="Unit"
                value={unit}
                disabled={readOnly}
                onChange={(event) =>
                  onChange(
                    write(
                      parts.map((one, at) => (at === index ? [event.target.value, count] : one)),
                    ),
                  )
                }
              >
                {ALL.filter((one) => one === unit || unused.includes(one)).map((one) => (
                  <option key={one} value={one}>
                    {count === sign ? one.slice(0, -1) : one}
                  </option>
                ))}
              </select>
              {readOnly || (parts.length === 1 && otherwise === undefined) ? null : (
                <button
                  type="button"
                  className="cond-remove"
                  aria-label={`Remove the ${unit}`}
                  onClick={() => onChange(write(parts.filter((_, at) => at !== index)))}
                >
                  ×
                </button>
              )}
            </span>
          ))}
          {parts.length === 0 && otherwise !== undefined ? (
            <span className="muted">{otherwise}</span>
          ) : null}
          {signed && parts.length > 0 && !mixed ? (
            <select
              className="insp-side"
              aria-label="Before or after"
              value={sign < 0 ? "before" : "after"}
              disabled={readOnly}
              onChange={() => onChange(write(parts.map(([unit, n]) => [unit, -Number(n) || 0])))}
            >
              <option value="before">before</option>
              <option value="after">after</option>
            </select>
          ) : null}
          {readOnly || !next ? null : (
            <button
              type="button"
              className="btn-link small"
              onClick={() => onChange(write([...parts, [next, sign]]))}
            >
              {parts.length === 0 ? "Set" : `+ ${next}`}
            </button>
          )}
        </div>
      )}
    </Field>
  );
}

function signedBy(number: number | null, sign: number): Json {
  return number === null ? null : number * sign;
}
