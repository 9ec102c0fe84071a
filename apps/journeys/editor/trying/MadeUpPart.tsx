import { useVocabulary } from "../conditions/vocabulary";
import { useEditor } from "../store";
import { type Consent, type MadeUp, PRESETS, presetOf } from "./form";
import { Rows } from "./Rows";
import { choose, useTrial } from "./trial";

/** Somebody who isn't there: a preset, and all of it by hand. */
export function MadeUpPart() {
  const made = useTrial((state) => state.form.madeUp);
  const channels = useEditor((state) => state.page.channels);
  const words = useVocabulary();
  const preset = presetOf(made, channels);
  const set = (changes: Partial<MadeUp>) => choose({ madeUp: { ...made, ...changes } });
  return (
    <div className="field">
      <div className="try-chips" role="group" aria-label="Presets">
        {PRESETS.map(({ key, label, make }) => (
          <button
            key={key}
            type="button"
            aria-pressed={key === preset}
            className="try-chip"
            onClick={() => {
              const { traits, consents } = make(channels);
              set({ traits, consents });
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <details className="try-more">
        <summary>Traits, consents, stage, time zone</summary>
        <h3>Traits</h3>
        <Rows
          rows={made.traits}
          what="trait"
          keys={words.traits}
          onChange={(traits) => set({ traits })}
        />
        <h3>Consents</h3>
        <div className="try-pairs">
          {channels.map(({ key, name }) => (
            <label key={key}>
              <span>{name}</span>
              <select
                value={made.consents[key] ?? ""}
                onChange={(event) =>
                  set({
                    consents: { ...made.consents, [key]: event.target.value as Consent },
                  })
                }
              >
                <option value="">Never asked</option>
                <option value="subscribed">Subscribed</option>
                <option value="unsubscribed">Unsubscribed</option>
              </select>
            </label>
          ))}
        </div>
        <Standing made={made} set={set} />
      </details>
    </div>
  );
}

interface StandingProps {
  readonly made: MadeUp;
  set(changes: Partial<MadeUp>): void;
}

function Standing({ made, set }: StandingProps) {
  const lifecycles = useEditor((state) => state.page.lifecycles);
  const zone = useEditor((state) => state.page.zone);
  return (
    <>
      <h3>Where and when</h3>
      <div className="try-pairs">
        {lifecycles.map((cycle) => (
          <label key={cycle.key}>
            <span>{cycle.name}</span>
            <select
              value={made.stages[cycle.key] ?? ""}
              onChange={(event) =>
                set({ stages: { ...made.stages, [cycle.key]: event.target.value } })
              }
            >
              <option value="">No stage yet</option>
              {cycle.stages.map((stage) => (
                <option key={stage.key} value={stage.key}>
                  {stage.name}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label>
          <span>Time zone</span>
          <input
            type="text"
            value={made.timezone}
            placeholder={zone}
            onChange={(event) => set({ timezone: event.target.value })}
          />
        </label>
        <div className="try-pair">
          <span>Luck</span>
          <button
            type="button"
            className="btn btn-small"
            title="Another person: random splits and holdouts draw anew"
            onClick={() => set({ luck: made.luck + 1 })}
          >
            Draw again{made.luck ? ` (${made.luck})` : ""}
          </button>
        </div>
      </div>
    </>
  );
}
