import { useState } from "react";
import { numberOf } from "./numbers";

interface Props extends Omit<React.ComponentProps<"input">, "value" | "onChange" | "type"> {
  readonly value: number | null;
  /** There has to be one: what is no number changes nothing. */
  readonly needed?: boolean;
  /** null where nothing is typed, or nothing that is a number. */
  onChange(value: number | null): void;
}

/** A number that may be half typed: “0.” stays as it is until it is left. */
export function NumberInput({ value, needed = false, onChange, onBlur, ...rest }: Props) {
  const [typed, setTyped] = useState<{ text: string; value: number | null } | null>(null);
  const standing = value === null ? "" : String(value);
  // What was typed holds for as long as it is what stands there: it may be undone meanwhile.
  const holds = typed && (typed.value === value || (needed && typed.value === null));
  return (
    <input
      {...rest}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      value={holds ? typed.text : standing}
      onChange={(event) => {
        const text = event.target.value;
        const read = numberOf(text);
        setTyped({ text, value: read });
        if (read !== null || !needed) onChange(read);
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}
