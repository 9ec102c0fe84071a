import { NumberInput } from "../../parts/NumberInput";
import type { Aria } from "./Field";

interface Props {
  /** What the whole duration is called. */
  readonly label: string;
  readonly unit: string;
  readonly units: readonly string[];
  readonly count: number | null;
  readonly aria: Aria;
  readonly disabled: boolean;
  readonly removable: boolean;
  onCount(count: number | null): void;
  onUnit(unit: string): void;
  onRemove(): void;
  onLeave(): void;
}

/** One number of a duration with its unit. */
export function AmountInput(props: Props) {
  const { label, unit, units, count, aria, disabled, removable } = props;
  return (
    <span className="insp-amount">
      <NumberInput
        aria-label={`${label}: ${unit}`}
        aria-invalid={aria["aria-invalid"]}
        aria-describedby={aria["aria-describedby"]}
        value={count}
        disabled={disabled}
        onChange={props.onCount}
        onBlur={props.onLeave}
      />
      <select
        aria-label="Unit"
        value={unit}
        disabled={disabled}
        onChange={(event) => props.onUnit(event.target.value)}
      >
        {units.map((one) => (
          <option key={one} value={one}>
            {count === 1 ? one.slice(0, -1) : one}
          </option>
        ))}
      </select>
      {disabled || !removable ? null : (
        <button
          type="button"
          className="cond-remove"
          aria-label={`Remove the ${unit}`}
          onClick={props.onRemove}
        >
          ×
        </button>
      )}
    </span>
  );
}
