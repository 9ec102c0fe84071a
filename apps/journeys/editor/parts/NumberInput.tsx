import { useState } from "react";

interface Props extends Omit<React.ComponentProps<"input">, "value" | "onChange" | "type"> {
  readonly value: number | null;
  /** null where nothing is typed, or nothing that is a number. */
  onChange(value: number | null): void;
}

/** A number that may be half typed: “0.” stays as it is until it is left. */
export function NumberInput({ value, onChange, onBlur, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const standing = value === null ? "" : String(value);
  const shown = typed !== null && read(typed) === value ? typed : standing;
  return (
    <input
      {...rest}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      value={typed !== null && read(typed) === null ? typed : shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={(event) => {
        setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}

function read(typed: string): number | null {
  const number = Number(typed.trim().replace(",", "."));
  return typed.trim() === "" || !Number.isFinite(number) ? null : number;
}
