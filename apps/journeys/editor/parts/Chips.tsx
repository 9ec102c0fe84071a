import { useState } from "react";
import { type Choice, Combobox } from "./Combobox";
import "./chips.css";

interface Props {
  readonly label: string;
  readonly values: readonly string[];
  readonly choices: readonly Choice[];
  /** What a value is called, where that differs. */
  readonly names?: { readonly [value: string]: string };
  readonly id?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  onAdd(value: string): void;
  onRemove(index: number): void;
}

/** Words one beside the other, each with its way out; typed and taken with Enter, or picked. */
export function Chips(props: Props) {
  const { values, onAdd, onRemove, disabled } = props;
  const [typed, setTyped] = useState("");
  const add = (value: string) => {
    const wanted = value.trim();
    setTyped("");
    if (wanted && !values.includes(wanted)) onAdd(wanted);
  };
  const left = props.choices.filter((choice) => !values.includes(choice.value));
  return (
    <div className="chips" role="group" aria-label={props.label}>
      {values.map((value, index) => (
        <span key={value} className="chip">
          {props.names?.[value] ?? value}
          {disabled ? null : (
            <button type="button" aria-label={`Remove ${value}`} onClick={() => onRemove(index)}>
              ×
            </button>
          )}
        </span>
      ))}
      {disabled ? null : (
        <Combobox
          {...(props.id ? { id: props.id } : {})}
          label={`${props.label}: add one`}
          className="chips-input"
          placeholder={props.placeholder ?? "add"}
          value={typed}
          choices={left}
          invalid={props.invalid}
          describedBy={props.describedBy}
          onChange={setTyped}
          onPick={add}
          onEnter={() => add(typed)}
          onLeave={() => add(typed)}
        />
      )}
    </div>
  );
}
