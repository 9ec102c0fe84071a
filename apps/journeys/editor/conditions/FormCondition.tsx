import { useEffect, useState } from "react";
import type { Json } from "../model/document";
import { isGiven } from "../nodes/reading";
import { ConditionEditor } from "./ConditionEditor";

/** What may be asked where no event is at hand. */
const KINDS = ["trait", "count", "stage", "done", "session"] as const;

/** The builder of a condition that stands as JSON in a field of a form. */
export function FormCondition({ field }: { field: HTMLTextAreaElement }) {
  const [asText, setAsText] = useState(() => read(field.value) === UNREADABLE);
  const [value, setValue] = useState<Json | undefined>(() => readable(field.value));
  useEffect(() => {
    field.hidden = !asText;
    // What is said of the text below it is about how to write it.
    const hint = field.parentElement?.querySelector<HTMLElement>(".hint");
    hint?.classList.toggle("hidden", !asText);
  }, [field, asText]);
  const write = (next: Json | undefined) => {
    setValue(next);
    field.value = next === undefined ? "" : JSON.stringify(next, null, 2);
    // Whoever listens to the form, such as its preview, hears of it as if it had been typed.
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const other = (
    <button
      type="button"
      className="btn-link small"
      onClick={() => {
        const typed = read(field.value);
        if (asText && typed === UNREADABLE) {
          field.focus();
          return;
        }
        if (asText) setValue(typed as Json | undefined);
        setAsText(!asText);
      }}
    >
      {asText ? "Edit in the builder" : "Edit as text"}
    </button>
  );
  if (asText) return other;
  const label = field.labels?.[0]?.textContent?.trim() || "Condition";
  const { never } = field.dataset;
  return (
    <div onKeyDown={chosenNotSent}>
      <ConditionEditor
        value={value}
        place={{ kinds: KINDS, event: "", entry: "", readOnly: false, onLeave: () => undefined }}
        label={label}
        nothing={field.dataset.nothing ?? "Nothing is asked."}
        onChange={write}
      />
      <p className="cond-others">
        {never && !isGiven(value) ? (
          <button type="button" className="btn-link small" onClick={() => write({ any: [] })}>
            {never}
          </button>
        ) : null}
        {other}
      </p>
    </div>
  );
}

/** Enter in one of the builder's fields doesn't send the form around it. */
function chosenNotSent(event: React.KeyboardEvent): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

const UNREADABLE = Symbol("unreadable");

function read(text: string): Json | undefined | typeof UNREADABLE {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return UNREADABLE;
  }
}

function readable(text: string): Json | undefined {
  const value = read(text);
  return value === UNREADABLE ? undefined : value;
}
