import { useDocument, useEditor } from "../store";
import { useLive } from "./liveStore";
import { type Period, wordsOf } from "./period";

/** Nothing to count: how people get in. */
export function NobodyYet({ period }: { period: Period }) {
  const choose = useLive((state) => state.choose);
  const status = useEditor((state) => state.page.status);
  const entry = useDocument().nodes.find((node) => node.type === "entry");
  const event = entry?.settings?.event;
  const ever = "preset" in period && period.preset === "all";
  return (
    <section className="live-empty">
      <h2>{ever ? "Nobody has entered yet" : `Nothing happened ${wordsOf(period)}`}</h2>
      {status === "live" ? (
        <p>
          People enter this version as soon as{" "}
          {typeof event === "string" && event ? `the event “${event}”` : "the event of its entry"}{" "}
          comes in from a source. The numbers show up here by themselves.
        </p>
      ) : (
        <p>The journey is {status}, so nobody is let in.</p>
      )}
      <p className="row">
        {ever ? null : (
          <button type="button" className="btn btn-small" onClick={() => choose({ preset: "all" })}>
            Look at all time
          </button>
        )}
        <a className="btn btn-small" href="/sources/">
          Sources and write keys
        </a>
      </p>
    </section>
  );
}
