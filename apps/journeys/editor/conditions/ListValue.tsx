import { type Choice } from "../parts/Combobox";
import { Chips } from "../parts/Chips";
import { type From, readAs, valuesOf, withValue } from "./leaf";
import type { LeafProps } from "./LeafSubject";

interface Props extends LeafProps {
  readonly from: From;
  readonly choices: readonly Choice[];
}

/** The values of “is one of”. */
export function ListValue({ leaf, context, onChange, wrong, from, choices }: Props) {
  const values = valuesOf(leaf);
  return (
    <Chips
      label="Values"
      placeholder="add a value"
      values={values.map(String)}
      names={Object.fromEntries(choices.map(({ value, label }) => [value, label ?? value]))}
      choices={choices}
      disabled={context.readOnly}
      invalid={wrong.startsWith("value")}
      onAdd={(typed) => {
        const value = readAs(typed, from);
        if (value !== undefined) onChange(withValue(leaf, [...values, value]));
      }}
      onRemove={(index) =>
        onChange(
          withValue(
            leaf,
            values.filter((_, place) => place !== index),
          ),
        )
      }
    />
  );
}
