import { toneOf } from "./told";
import { useTrial } from "./trial";
import { goTo } from "./useTrying";
import { moment } from "./zone";

/** Steps through time: play, one back, one forward, or a drag. */
export function Scrubber() {
  const answer = useTrial((state) => state.answer);
  const index = useTrial((state) => state.index);
  const playing = useTrial((state) => state.playing);
  if (!answer || answer.steps.length < 2) return null;
  const { steps, zone } = answer;
  const last = steps.length - 1;
  const step = steps[index];
  const play = () => {
    if (playing) goTo(index);
    else if (index >= last) goTo(0, true);
    else goTo(index + 1, index + 1 < last);
  };
  return (
    <div className="try-scrubber" role="group" aria-label="Time">
      <button
        type="button"
        className="try-knob try-play"
        aria-label={playing ? "Pause" : "Play"}
        onClick={play}
      >
        <Shape d={playing ? PAUSE : PLAY} />
      </button>
      <button
        type="button"
        className="try-knob"
        aria-label="One step back"
        disabled={index <= 0}
        onClick={() => goTo(index - 1)}
      >
        <Shape d={BACK} />
      </button>
      <div className="try-track">
        <div className="try-ticks" aria-hidden="true">
          {steps.length <= 60
            ? steps.map((one, at) => (
                <i key={at} className={`try-tone-${toneOf(one)}${at <= index ? " is-past" : ""}`} />
              ))
            : null}
        </div>
        <input
          type="range"
          min={0}
          max={last}
          value={index}
          aria-label="Step"
          aria-valuetext={step ? `${moment(step.at, zone)}: ${step.says}` : ""}
          onChange={(event) => goTo(event.target.valueAsNumber)}
        />
      </div>
      <button
        type="button"
        className="try-knob"
        aria-label="One step forward"
        disabled={index >= last}
        onClick={() => goTo(index + 1)}
      >
        <Shape d={ON} />
      </button>
      <span className="try-at">
        {index + 1} of {steps.length}
      </span>
    </div>
  );
}

const PLAY = "M5 3.2v9.6L13 8z";
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const BACK = "M10.5 3v10L4 8z";
const ON = "M5.5 3v10L12 8z";

function Shape({ d }: { readonly d: string }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} fill="currentColor" />
    </svg>
  );
}
