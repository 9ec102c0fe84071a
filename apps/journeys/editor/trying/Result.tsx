import { ProblemList } from "./ProblemList";
import { resultOf } from "./told";
import { Scrubber } from "./Scrubber";
import { Timeline } from "./Timeline";
import { useEditor } from "../store";
import { choose, tryOut, useTrial } from "./trial";
import type { Answer } from "./answer";

/** What came of it; or what keeps it from being tried. */
export function Result() {
  const phase = useTrial((state) => state.phase);
  const answer = useTrial((state) => state.answer);
  const refused = useTrial((state) => state.problems);
  const broken = useEditor((state) => state.problems);
  if (broken.length) return <ProblemList problems={broken} ofDraft />;
  if (phase === "refused") return <ProblemList problems={refused} />;
  if (phase === "away") return <Away />;
  if (!answer) return phase === "asking" ? <p className="muted">Walking…</p> : null;
  return (
    <section className="try-result" aria-label="What happens" aria-busy={phase === "asking"}>
      <Head answer={answer} asking={phase === "asking"} />
      <Scrubber />
      <Timeline answer={answer} />
      <Foot answer={answer} />
    </section>
  );
}

function Head({ answer, asking }: { readonly answer: Answer; readonly asking: boolean }) {
  const form = useTrial((state) => state.form);
  const refused = answer.steps.find(({ kind }) => kind === "refused");
  return (
    <div className="try-head">
      <p className="try-sentence" role="status">
        {resultOf(answer)}
        {asking ? <span className="try-asking" aria-hidden="true" /> : null}
      </p>
      {answer.entered === 0 && refused ? (
        <button
          type="button"
          className="btn btn-small"
          onClick={() => choose({ ignoreEntry: true })}
        >
          Let in all the same
        </button>
      ) : null}
      {form.ignoreEntry ? (
        <Exception
          text="The entry’s questions were set aside."
          undo={() => choose({ ignoreEntry: false })}
        />
      ) : null}
      {answer.held_out ? (
        <p className="note try-held">
          In the holdout “{answer.held_out.name}”: what would go out is held out.{" "}
          <button type="button" className="btn-link" onClick={() => choose({ asTreated: true })}>
            Show it as if not
          </button>
        </p>
      ) : null}
      {answer.lifted.length ? (
        <Exception
          text={`Without ${answer.lifted.map(({ name }) => `“${name}”`).join(" and ")}.`}
          undo={() => choose({ asTreated: false })}
        />
      ) : null}
    </div>
  );
}

function Exception({ text, undo }: { readonly text: string; undo(): void }) {
  return (
    <p className="small muted">
      {text}{" "}
      <button type="button" className="btn-link" onClick={undo}>
        As it is
      </button>
    </p>
  );
}

function Away() {
  const page = useEditor((state) => state.page);
  const document = useEditor((state) => state.history.now.document);
  return (
    <div className="note note-warn stack-s" role="alert">
      <p>The server can’t be reached, or could not answer. What you chose is kept.</p>
      <button type="button" className="btn btn-small" onClick={() => void tryOut(page, document)}>
        Try again
      </button>
    </div>
  );
}

function Foot({ answer }: { readonly answer: Answer }) {
  const zone = useEditor((state) => state.page.zone);
  const whose = answer.zone === zone ? "the workspace’s clock" : "this person’s own clock";
  const rules =
    answer.rules.which === "draft" ? "the draft of the rules" : `rules ${answer.rules.number}`;
  return (
    <p className="hint">
      Times are by {whose}, {answer.zone}; judged by {rules}. Nothing was sent, nothing was stored.
    </p>
  );
}
