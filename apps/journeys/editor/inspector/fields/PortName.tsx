import { useState } from "react";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  /** The names that other ways have. */
  readonly taken: readonly string[];
  onRename(name: string): void;
}

/** The name of a way; its drawing follows once the new name is whole and nobody else's. */
export function PortName(props: Props) {
  return (
    <Field path={props.path} label={props.label}>
      {(aria) => <PortInput {...props} id={aria.id} invalid={aria["aria-invalid"]} />}
    </Field>
  );
}

interface InputProps extends Props {
  readonly id?: string;
  readonly invalid?: boolean | undefined;
}

export function PortInput({ path, label, value, taken, onRename, id, invalid }: InputProps) {
  const { readOnly } = useForm();
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? value).trim();
  const refused = typed !== null && (name === "" || taken.includes(name));
  const leave = () => {
    if (typed !== null && !refused && name !== value) onRename(name);
    setTyped(null);
  };
  return (
    <div>
      <input
        id={id}
        type="text"
        data-field={id ? undefined : path}
        aria-label={id ? undefined : label}
        aria-invalid={invalid || refused || undefined}
        value={typed ?? value}
        disabled={readOnly}
        maxLength={64}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Enter") leave();
          if (event.key === "Escape") setTyped(null);
        }}
      />
      {refused && name !== "" ? <p className="error">Another way has this name.</p> : null}
    </div>
  );
}
