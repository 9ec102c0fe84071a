import { useEffect } from "react";
import { ApiError, get } from "../api";
import { useDocument, useEditor } from "../store";
import type { LiveAnswer } from "./answer";
import { useLive } from "./liveStore";
import { overlayOf } from "./overlayOf";
import { type Period, queryOf } from "./period";
import { poll } from "./polling";

/** Milliseconds that an answer may take. */
const LONGEST = 30_000;

/** Keeps the numbers of the version that is shown fresh, and lays them over the canvas. */
export function useLiveNumbers(): void {
  const url = useEditor((state) => state.page.urls.api);
  const version = useEditor((state) => state.page.version);
  const period = useLive((state) => state.period);
  const paused = useLive((state) => state.paused);
  useEffect(() => {
    if (version === null) return;
    const once = (signal: AbortSignal) => ask(`${url}live/?version=${version}`, period, signal);
    if (!paused) return poll(once).stop;
    // Another period is asked about all the same: its numbers must not stay those of the one before.
    if (useLive.getState().answered === period) return;
    const asking = new AbortController();
    void once(asking.signal);
    return () => asking.abort();
  }, [url, version, period, paused]);
  useOverlay();
}

async function ask(url: string, period: Period, signal: AbortSignal): Promise<void> {
  const tooLong = AbortSignal.timeout(LONGEST);
  try {
    const either = AbortSignal.any([signal, tooLong]);
    const answer = await get<LiveAnswer>(`${url}&${queryOf(period)}`, either);
    if (!signal.aborted) useLive.getState().take(answer, period);
  } catch (error) {
    if (signal.aborted) return;
    const why = error instanceof ApiError ? error.message : "The server doesn’t answer.";
    useLive.getState().fail(why);
  }
}

function useOverlay(): void {
  const document = useDocument();
  const answer = useLive((state) => state.answer);
  const answered = useLive((state) => state.answered);
  const heat = useLive((state) => state.heat);
  const setOverlay = useEditor((state) => state.setOverlay);
  useEffect(() => {
    if (!answer || !answered) return;
    const before = useEditor.getState().overlay;
    const peopleOf = (node: string, what: string) => peopleUrl(node, what, answered);
    const overlay = overlayOf(document, answer, { heat, peopleOf }, before);
    if (overlay !== before) setOverlay(overlay);
  }, [document, answer, answered, heat, setOverlay]);
  useEffect(() => () => setOverlay(null), [setOverlay]);
}

/** The page of the people behind one number of a node, over this period. */
export function peopleUrl(node: string, what: string, period: Period): string {
  const { urls, version } = useEditor.getState().page;
  const query = new URLSearchParams({ version: String(version), what });
  return `${urls.journey}nodes/${encodeURIComponent(node)}/?${query}&${queryOf(period)}`;
}
