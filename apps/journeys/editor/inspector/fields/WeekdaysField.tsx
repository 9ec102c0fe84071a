import { WEEKDAYS } from "../../model/clockTimes";
import type { Json } from "../../model/document";
import { useForm } from "../useForm";
import { Field } from "./Field";

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WORKDAYS = WEEKDAYS.slice(0, 5);

interface Props {
  readonly path: string;
  readonly label: string;
  readonly value: Json | undefined;
  /** undefined: every day. */
  onChange(value: string[] | undefined): void;
}

/** The days of the week, as buttons that stay pressed; none pressed is every day. */
export function WeekdaysField({ path, label, value, onChange }: Props) {
  const { readOnly } = useForm();
  const chosen = Array.isArray(value) ? value : [];
  const every = chosen.length === 0;
  const choose = (days: readonly string[]) => {
    const all = days.length === 0 || days.length === WEEKDAYS.length;
    onChange(all ? undefined : WEEKDAYS.filter((day) => days.includes(day)));
  };
  return (
    <Field path={path} label={label} group inside>
      {() => (
        <>
          <div className="insp-days">
            {WEEKDAYS.map((day, index) => {
              const on = every || chosen.includes(day);
              return (
                <button
                  key={day}
                  type="button"
                  aria-pressed={on}
                  aria-label={NAMES[index]}
                  disabled={readOnly}
                  onClick={() => {
                    const days = every ? [...WEEKDAYS] : (chosen as string[]);
                    choose(on ? days.filter((one) => one !== day) : [...days, day]);
                  }}
                >
                  {NAMES[index]?.slice(0, 2)}
                </button>
              );
            })}
          </div>
          {readOnly ? null : (
            <p className="insp-shortcuts">
              <button type="button" className="btn-link small" onClick={() => choose([])}>
                Every day
              </button>
              <button type="button" className="btn-link small" onClick={() => choose(WORKDAYS)}>
                Workdays
              </button>
            </p>
          )}
        </>
      )}
    </Field>
  );
}
