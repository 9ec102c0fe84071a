import { useEditor } from "../store";
import { choose, useTrial } from "./trial";
import { asLocal } from "./zone";

/** When the trial begins, in the workspace's zone. */
export function StartPart() {
  const start = useTrial((state) => state.form.start);
  const who = useTrial((state) => state.form.who);
  const zone = useEditor((state) => state.page.zone);
  return (
    <div className="field">
      <label htmlFor="try-start">Begins</label>
      <div className="try-start">
        <label className={start ? "try-chip" : "try-chip is-chosen"}>
          <input
            type="radio"
            name="try-begin"
            checked={!start}
            onChange={() => choose({ start: "" })}
          />
          Now
        </label>
        <input
          id="try-start"
          type="datetime-local"
          value={start || asLocal(new Date(), zone)}
          {...(who === "real" ? { min: asLocal(new Date(), zone) } : {})}
          className={start ? undefined : "is-faint"}
          onChange={(event) => choose({ start: event.target.value })}
        />
      </div>
      <span className="hint">
        {zone}
        {who === "real" ? "; a real person is known as they are now, so now or later." : "."}
      </span>
    </div>
  );
}
