import { choicesOfProperties } from "../../conditions/choices";
import { propertiesOf, useVocabulary } from "../../conditions/vocabulary";
import type { Fields, Json } from "../../model/document";
import { isObject } from "../../nodes/reading";
import { Combobox } from "../../parts/Combobox";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { useEntryEvent } from "../useEntryEvent";
import { Field } from "./Field";

interface Props {
  readonly value: Json | undefined;
  readonly event: string;
  onType(value: Json | undefined): void;
  onChange(value: Json | undefined): void;
}

/** Which properties must be the same as those of the event that brought the person in. */
export function MatchField({ value, event, onType, onChange }: Props) {
  const { readOnly } = useForm();
  const words = useVocabulary();
  const entry = useEntryEvent();
  const rows = Array.isArray(value) ? value.filter(isObject) : [];
  // What can't be shown as rows stays as it is.
  const odd = value != null && (!Array.isArray(value) || rows.length !== value.length);
  const write = (next: readonly Fields[]) => (next.length > 0 ? ([...next] as Json[]) : undefined);
  return (
    <Field
      path="match"
      label="Belongs to this run"
      hint={
        rows.length === 0
          ? "Without it, any such event of the person counts, such as another order’s."
          : undefined
      }
      group
    >
      {() =>
        odd ? (
          <code>{JSON.stringify(value)}</code>
        ) : (
          <div className="insp-rows">
            {rows.map((row, index) => (
              <Row
                key={index}
                index={index}
                row={row}
                ours={choicesOfProperties(propertiesOf(words, event))}
                theirs={choicesOfProperties(propertiesOf(words, entry))}
                readOnly={readOnly}
                onType={(next) => onType(write(rows.map((one, at) => (at === index ? next : one))))}
                onRemove={() => onChange(write(rows.filter((_, at) => at !== index)))}
              />
            ))}
            {readOnly ? null : (
              <button
                type="button"
                className="btn-link small"
                onClick={() => {
                  const same =
                    ["order_id", "id"].find((key) => has(words, event, entry, key)) ?? "";
                  onChange(write([...rows, { property: same, entry: same }]));
                }}
              >
                + The same property
              </button>
            )}
          </div>
        )
      }
    </Field>
  );
}

type Choices = ReturnType<typeof choicesOfProperties>;

interface RowProps {
  readonly index: number;
  readonly row: Fields;
  readonly ours: Choices;
  readonly theirs: Choices;
  readonly readOnly: boolean;
  onType(row: Fields): void;
  onRemove(): void;
}

function Row({ index, row, ours, theirs, readOnly, onType, onRemove }: RowProps) {
  const endStep = useEditor((state) => state.endStep);
  const problems = useEditor((state) => state.problems);
  const { node } = useForm();
  const problem = problems.find((one) => one.node === node && one.field === `match.${index}`);
  const side = (field: "property" | "entry", label: string, choices: Choices) => (
    <label>
      <span className="small muted">{label}</span>
      <Combobox
        label={label}
        placeholder="order_id"
        value={typeof row[field] === "string" ? row[field] : ""}
        choices={choices}
        disabled={readOnly}
        invalid={problem !== undefined && !row[field]}
        onChange={(key) => onType({ ...row, [field]: key })}
        onLeave={endStep}
      />
    </label>
  );
  return (
    <div className="insp-match" data-field={`match.${index}`}>
      {side("property", "its", ours)}
      <span aria-hidden="true">=</span>
      {side("entry", "the entry’s", theirs)}
      {readOnly ? null : (
        <button type="button" className="cond-remove" aria-label="Remove" onClick={onRemove}>
          ×
        </button>
      )}
      {problem ? <p className="error">Name both properties.</p> : null}
    </div>
  );
}

function has(
  words: Parameters<typeof propertiesOf>[0],
  event: string,
  entry: string,
  key: string,
): boolean {
  return [event, entry].every((name) => propertiesOf(words, name).some((one) => one.key === key));
}
