import { useState } from "react";
import { UNITS, type Unit } from "../../model/durations";
import { useEditor } from "../../store";
import {
  type Amount,
  amountsOf,
  isMixed,
  replaced,
  seenFrom,
  type Side,
  sideOf,
  turned,
  written,
} from "../amounts";
import { useForm } from "../useForm";
import { AmountInput } from "./AmountInput";
import { type Aria, Field } from "./Field";

const USUAL: readonly Unit[] = ["days", "hours", "minutes", "weeks", "seconds"];

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  /** It may be left out; this is what holds then: “1 day”. */
  readonly otherwise?: string;
  /** Before or after a date. */
  readonly signed?: boolean;
}

/** How long: numbers with their units, as they stand in the document. */
export function DurationField(props: Props) {
  const { path, label, hint } = props;
  const { settings, set, readOnly } = useForm();
  const value = settings[path];
  const amounts = amountsOf(value);
  if (amounts) {
    return (
      <Field path={path} label={label} hint={hint} group inside>
        {(aria) => <Amounts {...props} amounts={amounts} aria={aria} />}
      </Field>
    );
  }
  return (
    <Field path={path} label={label} hint={hint} inside>
      {(aria) => (
        <span className="spread">
          <code id={aria.id}>{JSON.stringify(value)}</code>
          {readOnly ? null : (
            <button type="button" className="btn-link small" onClick={() => set(path, { days: 1 })}>
              Start anew
            </button>
          )}
        </span>
      )}
    </Field>
  );
}

interface AmountsProps extends Props {
  readonly amounts: readonly Amount[];
  readonly aria: Aria;
}

function Amounts(props: AmountsProps) {
  const { path, label, amounts, aria, otherwise, signed = false } = props;
  const { set, type, readOnly } = useForm();
  const endStep = useEditor((state) => state.endStep);
  // While a number is typed anew, nothing in the document says on which side it was.
  const [told, tell] = useState<Side>(1);
  const side = signed ? sideOf(amounts, told) : 1;
  if (side !== told && !isMixed(amounts)) tell(side);
  const unused = USUAL.filter((unit) => !amounts.some(([used]) => used === unit));
  const [next] = unused;
  const left = (rest: readonly Amount[]) =>
    rest.length > 0 || otherwise === undefined ? written(rest) : undefined;
  const put = (index: number, amount: Amount) => written(replaced(amounts, index, amount));
  return (
    <div className="insp-duration">
      {amounts.map(([unit, count], index) => (
        <AmountInput
          key={index}
          label={label}
          unit={unit}
          units={(Object.keys(UNITS) as Unit[]).filter(
            (one) => one === unit || unused.includes(one),
          )}
          count={seenFrom(side, count)}
          aria={aria}
          disabled={readOnly}
          removable={amounts.length > 1 || otherwise !== undefined}
          onCount={(number) => type(path, put(index, [unit, seenFrom(side, number)]))}
          onUnit={(chosen) => set(path, put(index, [chosen, count]))}
          onRemove={() => set(path, left(amounts.filter((_, at) => at !== index)))}
          onLeave={endStep}
        />
      ))}
      {amounts.length === 0 && otherwise !== undefined ? (
        <span className="muted">{otherwise}</span>
      ) : null}
      {signed && amounts.length > 0 && !isMixed(amounts) ? (
        <select
          className="insp-side"
          aria-label="Before or after"
          value={side < 0 ? "before" : "after"}
          disabled={readOnly}
          onChange={() => {
            tell(side < 0 ? 1 : -1);
            set(path, written(turned(amounts)));
          }}
        >
          <option value="before">before</option>
          <option value="after">after</option>
        </select>
      ) : null}
      {readOnly || !next ? null : (
        <button
          type="button"
          className="btn-link small"
          onClick={() => set(path, written([...amounts, [next, side]]))}
        >
          {amounts.length === 0 ? "Set" : `+ ${next}`}
        </button>
      )}
    </div>
  );
}
