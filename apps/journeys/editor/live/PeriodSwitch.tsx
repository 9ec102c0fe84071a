import { useId, useState } from "react";
import { useEditor } from "../store";
import { useLive } from "./liveStore";
import { LABELS, type Period, PRESETS, problemOf } from "./period";

/** Which days the numbers are about: the last ones, or from one day to another. */
export function PeriodSwitch() {
  const period = useLive((state) => state.period);
  const choose = useLive((state) => state.choose);
  const zone = useEditor((state) => state.page.zone);
  const [typing, setTyping] = useState(!("preset" in period));
  return (
    <section aria-label="Period">
      <div className="live-periods" role="group" aria-label="Period">
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={!typing && "preset" in period && period.preset === preset}
            onClick={() => {
              setTyping(false);
              choose({ preset });
            }}
          >
            {LABELS[preset]}
          </button>
        ))}
        <button type="button" aria-pressed={typing} onClick={() => setTyping(true)}>
          From–to
        </button>
      </div>
      {typing ? <Days period={period} choose={choose} /> : null}
      <p className="small muted live-zone">Whole days in {zone}</p>
    </section>
  );
}

function Days({ period, choose }: { period: Period; choose: (period: Period) => void }) {
  const id = useId();
  const [since, setSince] = useState("preset" in period ? "" : period.since);
  const [until, setUntil] = useState("preset" in period ? "" : period.until);
  const [problem, setProblem] = useState("");
  const take = (from: string, to: string) => {
    setSince(from);
    setUntil(to);
    const wrong = problemOf(from, to);
    setProblem(from && to ? wrong : "");
    if (!wrong) choose({ since: from, until: to });
  };
  return (
    <div className="live-days">
      <div>
        <label htmlFor={`${id}since`}>From</label>
        <input
          id={`${id}since`}
          type="date"
          value={since}
          aria-invalid={problem !== ""}
          onChange={(event) => take(event.target.value, until)}
        />
      </div>
      <div>
        <label htmlFor={`${id}until`}>To</label>
        <input
          id={`${id}until`}
          type="date"
          value={until}
          aria-invalid={problem !== ""}
          onChange={(event) => take(since, event.target.value)}
        />
      </div>
      {problem ? <p className="error live-wide">{problem}</p> : null}
    </div>
  );
}
