/** What the panel does by itself: tries again after changes, lights the canvas, plays. */

import { useEffect } from "react";
import { useDocument, useEditor } from "../store";
import { nodeAt, overlayAt } from "./told";
import { look, open, tryOut, useTrial } from "./trial";

const PAUSE = 450;
const BEAT = 1100;

/** Tries shortly after the draft, the person or the events have changed. */
export function useTryingAgain(): void {
  const document = useDocument();
  const page = useEditor((state) => state.page);
  const broken = useEditor((state) => state.problems.length > 0);
  const running = useTrial((state) => state.running);
  const form = useTrial((state) => state.form);
  const asked = useTrial((state) => state.asked);
  useEffect(() => open(page), [page]);
  useEffect(() => {
    if (!running || broken) return;
    const timer = setTimeout(() => void tryOut(page, document), asked ? PAUSE : 0);
    return () => clearTimeout(timer);
    // What was asked before says how long to wait, and doesn't ask anew by itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [running, broken, page, document, form]);
}

/** Lays the path over the canvas as far as the step at hand; takes it away when left. */
export function useLitPath(): void {
  const answer = useTrial((state) => state.answer);
  const index = useTrial((state) => state.index);
  const broken = useEditor((state) => state.problems.length > 0);
  const told = useTrial(({ phase }) => phase === "told" || phase === "asking") && !broken;
  const setOverlay = useEditor((state) => state.setOverlay);
  useEffect(() => {
    setOverlay(answer && told ? overlayAt(answer, index) : null);
  }, [answer, told, index, setOverlay]);
  useEffect(() => () => setOverlay(null), [setOverlay]);
}

/** Goes on by itself, step by step, until the end. */
export function usePlaying(): void {
  const playing = useTrial((state) => state.playing);
  const index = useTrial((state) => state.index);
  const last = useTrial((state) => (state.answer?.steps.length ?? 0) - 1);
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => goTo(index + 1, index + 1 < last), BEAT);
    return () => clearTimeout(timer);
  }, [playing, index, last]);
}

let asks = 0;

/** Looks at a step and brings its node into view. */
export function goTo(index: number, playing = false): void {
  look(index, playing);
  const { answer, index: now } = useTrial.getState();
  const node = answer ? nodeAt(answer.steps, now) : "";
  asks -= 1;
  // Asked for together with a field, the canvas leaves the focus here, with the arrow keys.
  if (node) useEditor.setState({ goTo: { node, at: asks }, focusField: { field: "", at: asks } });
}
