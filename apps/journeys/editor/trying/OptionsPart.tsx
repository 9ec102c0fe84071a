import { choose, useTrial } from "./trial";

/** Which rules hold, and what is set aside for the trial. */
export function OptionsPart() {
  const form = useTrial((state) => state.form);
  return (
    <details className="try-more field" open={form.ignoreEntry || form.asTreated || undefined}>
      <summary>Rules and exceptions</summary>
      <div className="try-pairs">
        <label>
          <span>Rules</span>
          <select
            value={form.rules}
            onChange={(event) => choose({ rules: event.target.value as "live" | "draft" })}
          >
            <option value="live">Those that hold</option>
            <option value="draft">Their draft, if one is open</option>
          </select>
        </label>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={form.ignoreEntry}
          onChange={(event) => choose({ ignoreEntry: event.target.checked })}
        />
        Let in, whatever the entry asks
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={form.asTreated}
          onChange={(event) => choose({ asTreated: event.target.checked })}
        />
        As if no holdout covered it
      </label>
    </details>
  );
}
