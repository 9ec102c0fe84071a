import { NumberInput } from "../parts/NumberInput";
import { valuesOf, withValue } from "./leaf";
import type { LeafProps } from "./LeafSubject";

/** “2 times in the last 30 days”; without days it is ever. */
export function CountValue({ leaf, context, onChange, wrong }: LeafProps) {
  const [value] = valuesOf(leaf);
  const { days: _, ...ever } = leaf;
  const days = typeof leaf.days === "number" ? leaf.days : null;
  return (
    <>
      <span className="cond-count">
        <NumberInput
          aria-label="How many times"
          aria-invalid={wrong === "value" || undefined}
          value={typeof value === "number" ? value : null}
          disabled={context.readOnly}
          onChange={(number) => onChange(withValue(leaf, number ?? undefined))}
        />
        <span className="small muted">{value === 1 ? "time" : "times"}</span>
      </span>
      <span className="cond-count cond-wide">
        <select
          aria-label="Since when"
          value={days === null ? "ever" : "days"}
          disabled={context.readOnly}
          onChange={(event) =>
            onChange(event.target.value === "ever" ? ever : { ...leaf, days: 30 })
          }
        >
          <option value="days">in the last</option>
          <option value="ever">ever</option>
        </select>
        {days === null ? null : (
          <>
            <NumberInput
              aria-label="Days"
              aria-invalid={wrong === "days" || undefined}
              value={days}
              disabled={context.readOnly}
              needed
              onChange={(number) => onChange({ ...leaf, days: number })}
            />
            <span className="small muted">{days === 1 ? "day" : "days"}</span>
          </>
        )}
      </span>
    </>
  );
}
