import { examplesOf, type Property } from "../conditions/vocabulary";
import { Combobox } from "../parts/Combobox";
import type { Row } from "./form";

interface Props {
  readonly rows: readonly Row[];
  /** What a row is, in one word. */
  readonly what: string;
  readonly keys: readonly Property[];
  onChange(rows: readonly Row[]): void;
}

/** Names with values, one row each. */
export function Rows({ rows, what, keys, onChange }: Props) {
  const choices = keys.map((known) => ({ value: known.key, note: examplesOf(known) }));
  const put = (index: number, changes: Partial<Row>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  return (
    <div className="try-rows">
      {rows.map((row, index) => (
        // Rows have no name of their own while their key is typed.
        <div key={index} className="try-row">
          <Combobox
            value={row.key}
            choices={choices}
            label={`Name of the ${what}`}
            placeholder={what}
            onChange={(key) => put(index, { key })}
          />
          <Combobox
            value={row.value}
            choices={valuesOf(keys, row.key)}
            label={`Value of ${row.key || `the ${what}`}`}
            placeholder="value"
            onChange={(value) => put(index, { value })}
          />
          <button
            type="button"
            className="try-remove"
            aria-label={`Remove ${row.key || `the ${what}`}`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="btn-link small"
        onClick={() => onChange([...rows, { key: "", value: "" }])}
      >
        Add a {what}
      </button>
    </div>
  );
}

function valuesOf(keys: readonly Property[], key: string): { readonly value: string }[] {
  const known = keys.find((one) => one.key === key);
  if (!known || known.masked) return [];
  const texts = known.examples.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  return [...new Set(texts)].map((value) => ({ value }));
}
