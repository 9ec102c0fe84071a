import { useEffect } from "react";
import { loadVocabulary } from "../conditions/vocabulary";
import { Icon } from "../parts/Icon";
import { useEditor } from "../store";
import { EventsPart } from "./EventsPart";
import { isReady, summaryOf } from "./form";
import { MadeUpPart } from "./MadeUpPart";
import { OptionsPart } from "./OptionsPart";
import { PersonPart } from "./PersonPart";
import { StartPart } from "./StartPart";
import { choose, start, useTrial } from "./trial";

/** Who, from when, and what comes; after the trial has begun it is one line. */
export function Choosing() {
  const choosing = useTrial((state) => state.choosing);
  useEffect(loadVocabulary, []);
  return choosing ? <Form /> : <Summary />;
}

function Summary() {
  const form = useTrial((state) => state.form);
  const channels = useEditor((state) => state.page.channels);
  return (
    <div className="try-summary">
      <Icon name="person" />
      <p>{summaryOf(form, channels)}</p>
      <button
        type="button"
        className="btn btn-small"
        onClick={() => useTrial.setState({ choosing: true })}
      >
        Change
      </button>
    </div>
  );
}

function Form() {
  const form = useTrial((state) => state.form);
  const running = useTrial((state) => state.running);
  return (
    <form
      className="try-form"
      onSubmit={(event) => {
        event.preventDefault();
        event.currentTarget.closest(".editor-side-body")?.scrollTo(0, 0);
        start();
      }}
    >
      <p className="try-lead">
        Walk this draft with one person, by the real rules. Nothing is sent and nothing is stored.
      </p>
      <Who />
      {form.who === "real" ? <PersonPart /> : <MadeUpPart />}
      <StartPart />
      <EventsPart />
      <OptionsPart />
      <div className="try-go">
        <button type="submit" className="btn btn-primary" disabled={!isReady(form)}>
          {running ? "Done" : "Try it"}
        </button>
        <span className="hint">{hintOf(isReady(form), running)}</span>
      </div>
    </form>
  );
}

const KINDS = [
  ["made_up", "Made up"],
  ["real", "Real person"],
] as const;

function hintOf(ready: boolean, running: boolean): string {
  if (!ready) return "Choose a person first.";
  return running ? "It is tried again with every change." : "";
}

function Who() {
  const who = useTrial((state) => state.form.who);
  return (
    <fieldset className="try-switch" aria-label="Who is it tried on?">
      {KINDS.map(([key, label]) => (
        <label key={key} className={who === key ? "is-chosen" : undefined}>
          <input
            type="radio"
            name="try-who"
            checked={who === key}
            onChange={() => choose({ who: key })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
