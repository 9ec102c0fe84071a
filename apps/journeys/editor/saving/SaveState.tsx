import { useEffect } from "react";
import { useEditor } from "../store";
import type { SaveState as State } from "./autosave";
import "./saving.css";
import { Notice } from "./Notice";
import { retrySave, startSaving } from "./session";
import { StaleDialog } from "./StaleDialog";
import { useSaving } from "./state";
import { ago, clock } from "./times";
import { useNow } from "./useNow";

/** Whether the draft is saved, since when, and who else saved it. */
export function SaveState() {
  const page = useEditor((state) => state.page);
  const { state, other, opened } = useSaving();
  useEffect(() => startSaving(page), [page]);
  const now = useNow(state.kind === "offline" || other !== null);
  const failed = state.kind === "offline" || state.kind === "refused";
  return (
    <>
      <p className={`save-state save-${state.kind}`} role="status">
        <span className="save-dot" aria-hidden="true" />
        <span className="save-words">{words(state, page.zone, now, opened)}</span>
        {failed ? (
          <button type="button" className="btn-link" onClick={retrySave}>
            Try now
          </button>
        ) : null}
      </p>
      {other?.by && state.kind === "saved" ? (
        <p className="save-other small muted">
          {other.by} saved {ago(other.at, now)}
        </p>
      ) : null}
      {state.kind === "stale" ? <StaleDialog now={state.now} /> : null}
      <Notice />
    </>
  );
}

function words(state: State, zone: string, now: Date, opened: boolean): string {
  switch (state.kind) {
    case "saved":
      if (!opened || !state.at) return "No changes yet";
      return `Saved ${clock(state.at, zone, now)} · ${zone}`;
    case "waiting":
    case "saving":
      return "Saving…";
    case "offline": {
      const seconds = Math.max(0, Math.ceil((state.retryAt - now.getTime()) / 1000));
      return `Not saved: the server can’t be reached, trying again in ${seconds} s`;
    }
    case "stale":
      return state.now.theirs || state.now.undrawable
        ? "Not saved: somebody else saved this draft"
        : "Not saved: the draft is gone";
    case "refused":
      return `Not saved: ${state.problems.map((problem) => problem.remedy).join(" ")}`;
  }
}
