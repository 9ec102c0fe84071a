import { propertiesOf, useVocabulary } from "../conditions/vocabulary";
import { Combobox } from "../parts/Combobox";
import { useDocument } from "../store";
import { type ComingEvent, type Unit, UNITS } from "./form";
import { Rows } from "./Rows";
import { addedTo, suggestionsOf } from "./suggestions";
import { choose, useTrial } from "./trial";

/** The events to come; what the draft itself waits for is one click away. */
export function EventsPart() {
  const events = useTrial((state) => state.form.events);
  const answer = useTrial((state) => state.answer);
  const document = useDocument();
  const suggestions = suggestionsOf(document);
  const entry = suggestions.find(({ why }) => why === "lets in");
  const set = (changed: readonly ComingEvent[]) => choose({ events: changed });
  return (
    <fieldset className="field">
      <legend>Events to come</legend>
      {events.map((event) => (
        <EventRow
          key={event.id}
          event={event}
          onChange={(changed) =>
            set(events.map((known) => (known.id === event.id ? changed : known)))
          }
          onRemove={() => set(events.filter((known) => known.id !== event.id))}
        />
      ))}
      <div className="try-chips" role="group" aria-label="Add an event">
        {suggestions.map((suggestion) => (
          <button
            key={suggestion.name}
            type="button"
            className="try-chip"
            title={`Add “${suggestion.name}”: ${suggestion.why}`}
            onClick={() => set(addedTo(events, suggestion, answer))}
          >
            + {suggestion.name} <small>{suggestion.why}</small>
          </button>
        ))}
        <button
          type="button"
          className="try-chip"
          onClick={() => set(addedTo(events, { name: "", properties: [] }))}
        >
          + Another event
        </button>
      </div>
      {entry && !events.some(({ name }) => name === entry.name) ? (
        <span className="hint">“{entry.name}” lets in: it comes by itself at the start.</span>
      ) : null}
    </fieldset>
  );
}

interface RowProps {
  readonly event: ComingEvent;
  onChange(event: ComingEvent): void;
  onRemove(): void;
}

function EventRow({ event, onChange, onRemove }: RowProps) {
  const words = useVocabulary();
  const who = useTrial((state) => state.form.who);
  const choices = words.events.map(({ name, times }) => ({
    value: name,
    note: times ? `${times.toLocaleString("en-GB")} in 30 days` : "",
  }));
  return (
    <div className="try-event">
      <div className="try-row">
        <Combobox
          value={event.name}
          choices={choices}
          label="Name of the event"
          placeholder="Event"
          onChange={(name) => onChange({ ...event, name })}
        />
        <button
          type="button"
          className="try-remove"
          aria-label={`Remove ${event.name || "the event"}`}
          onClick={onRemove}
        >
          ×
        </button>
      </div>
      <div className="try-after">
        {who === "made_up" ? (
          <select
            aria-label="Before or after the start"
            value={event.before ? "before" : "after"}
            onChange={(typed) => onChange({ ...event, before: typed.target.value === "before" })}
          >
            <option value="after">after</option>
            <option value="before">before</option>
          </select>
        ) : (
          <span>after</span>
        )}
        <input
          type="number"
          aria-label={`How long after the start ${event.name || "it"} comes`}
          min={0}
          step="any"
          value={Number.isFinite(event.count) ? event.count : ""}
          onChange={(typed) => onChange({ ...event, count: typed.target.valueAsNumber })}
        />
        <select
          aria-label="Unit of time"
          value={event.unit}
          onChange={(typed) => onChange({ ...event, unit: typed.target.value as Unit })}
        >
          {UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
        </select>
      </div>
      <Rows
        rows={event.properties}
        what="property"
        keys={propertiesOf(words, event.name)}
        onChange={(properties) => onChange({ ...event, properties })}
      />
    </div>
  );
}
