/** The trial under way: what is chosen, what was answered, and the step that is looked at. */

import { create } from "zustand";
import { ApiError, post } from "../api";
import type { JourneyDocument, Problem } from "../model/document";
import type { PageData } from "../page";
import type { Answer } from "./answer";
import { begin, type Form, isReady, requestOf } from "./form";
import { keep, keptForm } from "./kept";

export type Phase = "" | "asking" | "told" | "refused" | "away";

export interface Trial {
  /** The journey whose choice this is. */
  readonly journey: string;
  readonly form: Form;
  /** Once tried, it is tried again by itself whenever something changes. */
  readonly running: boolean;
  /** Whether the choice is open, or told in one line. */
  readonly choosing: boolean;
  readonly phase: Phase;
  readonly answer: Answer | null;
  readonly problems: readonly Problem[];
  /** The request that the answer is to, as text. */
  readonly asked: string;
  readonly index: number;
  readonly playing: boolean;
  /** Grows whenever somebody goes to a step; a new answer alone moves nobody. */
  readonly looked: number;
}

export const useTrial = create<Trial>()(() => ({
  journey: "",
  form: begin([]),
  running: false,
  choosing: true,
  phase: "",
  answer: null,
  problems: [],
  asked: "",
  index: 0,
  playing: false,
  looked: 0,
}));

const UNASKED = { answer: null, asked: "", phase: "" as const, problems: [], index: 0 };

let underWay: AbortController | null = null;

/** The choice of this journey, as it was left in this tab. */
export function open(page: PageData): void {
  if (useTrial.getState().journey === page.key) return;
  const form = keptForm(page.key, page.channels) ?? begin(page.channels);
  useTrial.setState({ journey: page.key, form });
}

export function choose(changes: Partial<Form>): void {
  const { form, journey } = useTrial.getState();
  const chosen = { ...form, ...changes };
  if (isReady(chosen)) useTrial.setState({ form: chosen });
  else {
    underWay?.abort();
    useTrial.setState({ form: chosen, ...UNASKED });
  }
  keep(journey, chosen);
}

export function start(): void {
  useTrial.setState({ running: true, choosing: false, asked: "" });
}

/** Looks at this step; the first and the last are the ends. */
export function look(index: number, playing = false): void {
  const { answer, looked } = useTrial.getState();
  const last = Math.max((answer?.steps.length ?? 1) - 1, 0);
  useTrial.setState({ index: Math.min(Math.max(index, 0), last), playing, looked: looked + 1 });
}

/** Asks the server; an answer to what is no longer asked is not taken. */
export async function tryOut(page: PageData, document: JourneyDocument): Promise<void> {
  const { form, asked } = useTrial.getState();
  if (!isReady(form)) return;
  const body = requestOf(form, document, page.zone);
  const text = JSON.stringify(body);
  if (text === asked) return;
  underWay?.abort();
  const mine = new AbortController();
  underWay = mine;
  useTrial.setState({ phase: "asking", asked: text });
  try {
    take(await post<Answer>(`${page.urls.api}try/`, body, mine.signal));
  } catch (error) {
    if (!mine.signal.aborted) refuse(error);
  }
}

function take(answer: Answer): void {
  const { index, answer: before } = useTrial.getState();
  const last = Math.max(answer.steps.length - 1, 0);
  // Who looks at the end goes on looking at the end.
  const atEnd = !before || index >= before.steps.length - 1;
  useTrial.setState({
    phase: "told",
    answer,
    problems: [],
    index: atEnd ? last : Math.min(index, last),
    playing: false,
  });
}

function refuse(error: unknown): void {
  const known = error instanceof ApiError ? error : null;
  const problems = known?.problems ?? [];
  useTrial.setState({
    phase: known?.status === 400 && problems.length ? "refused" : "away",
    problems,
    // The same may be asked again.
    asked: "",
    playing: false,
  });
}
