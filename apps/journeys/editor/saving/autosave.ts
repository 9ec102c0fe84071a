/** Saves as somebody works: one request at a time, always the latest, never over somebody else. */

import type { Problem } from "../model/document";
import { type Answer, type Now, sameWork, type Theirs, type Work } from "./work";

export type SaveState =
  /** `at` is null where nothing was ever saved. */
  | { readonly kind: "saved"; readonly at: string | null }
  | { readonly kind: "waiting" }
  | { readonly kind: "saving" }
  /** Tries again at `retryAt`, in milliseconds since the epoch. */
  | { readonly kind: "offline"; readonly retryAt: number }
  | { readonly kind: "stale"; readonly now: Now }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

export interface Start {
  /** What the server has. */
  readonly work: Work;
  readonly revision: number;
  readonly at: string | null;
  /** It may have to outlive the page. */
  send(work: Work, revision: number): Promise<Answer>;
  tell(state: SaveState): void;
}

export interface Autosave {
  changed(work: Work): void;
  /** Saves what is not saved yet, now; whether all of it is saved then. */
  flush(): Promise<boolean>;
  /** The page is about to go away. */
  leave(): void;
  retry(): void;
  /** From now on the server has this: what was saved by somebody else is taken over. */
  adopt(theirs: Theirs): void;
  /** There is no draft any more: what comes next opens a new one. */
  restart(revision: number): void;
  /** Saves over what somebody else saved, knowing it. */
  keepMine(): void;
  isUnsaved(): boolean;
  isBusy(): boolean;
  /** What both started from. */
  ancestor(): Work;
  revision(): number;
  stop(): void;
}

export const PAUSE = 800;
const LONGEST = 30_000;

export function startAutosave({ work, revision, at, send, tell }: Start): Autosave {
  let base = work;
  let mine = work;
  let seen = revision;
  let savedAt = at;
  let state: SaveState = { kind: "saved", at };
  let underway: Work | null = null;
  /** Sent with no answer: the server may have any of these. */
  let unsure: readonly Work[] = [];
  let running: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;

  function become(next: SaveState): void {
    state = next;
    tell(next);
  }

  function schedule(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  }

  function settle(): void {
    if (!isUnsaved()) {
      clearTimeout(timer);
      become({ kind: "saved", at: savedAt });
    } else {
      become({ kind: "waiting" });
      schedule(PAUSE);
    }
  }

  function run(): void {
    clearTimeout(timer);
    if (underway || state.kind === "stale") return;
    if (!isUnsaved()) return settle();
    const sent = mine;
    const doubts = unsure;
    underway = sent;
    become({ kind: "saving" });
    running = send(sent, seen).then((answer) => {
      underway = null;
      // Where this one was taken, those before it never will be.
      if (answer.kind === "saved") unsure = unsure.filter((one) => !doubts.includes(one));
      take(answer, sent);
    });
  }

  function take(answer: Answer, sent: Work): void {
    if (answer.kind === "saved") return saved(sent, answer.revision, answer.at);
    if (answer.kind === "refused") return become(answer);
    if (answer.kind === "stale") {
      // It was ours: only its answer was lost on the way.
      const { theirs } = answer.now;
      const ours = [sent, ...unsure].find((one) => theirs && sameWork(theirs.work, one));
      if (ours && theirs) {
        unsure = [];
        return saved(ours, theirs.revision, theirs.at);
      }
      return become({ kind: "stale", now: answer.now });
    }
    unsure = [...unsure, sent];
    tries += 1;
    const wait = Math.min(1000 * 2 ** tries, LONGEST);
    become({ kind: "offline", retryAt: Date.now() + wait });
    schedule(wait);
  }

  function saved(sent: Work, number: number, moment: string): void {
    base = sent;
    seen = number;
    savedAt = moment;
    tries = 0;
    settle();
  }

  function isUnsaved(): boolean {
    return mine !== base || unsure.length > 0;
  }

  return {
    changed(next) {
      if (next === mine) return;
      mine = next;
      // While a request is under way its answer goes on from here; offline, the next try does.
      if (!underway && state.kind !== "stale" && state.kind !== "offline") settle();
    },
    async flush() {
      if (underway) await running;
      if (isUnsaved()) {
        run();
        await running;
      }
      return !isUnsaved();
    },
    leave() {
      if (!isUnsaved() || mine === underway || state.kind === "stale") return;
      if (!underway) return run();
      if (unsure.includes(mine)) return;
      // The one under way takes the next revision; if it fails, this one is refused as stale.
      unsure = [...unsure, mine];
      void send(mine, seen + 1);
    },
    retry() {
      if (state.kind === "offline" || state.kind === "refused") run();
    },
    adopt(theirs) {
      clearTimeout(timer);
      base = theirs.work;
      mine = theirs.work;
      unsure = [];
      seen = theirs.revision;
      savedAt = theirs.at;
      tries = 0;
      become({ kind: "saved", at: savedAt });
    },
    restart(number) {
      seen = number;
    },
    keepMine() {
      if (state.kind !== "stale") return;
      const { now } = state;
      seen = now.revision;
      unsure = [];
      if (now.theirs) base = now.theirs.work;
      else base = { ...base };
      become({ kind: "waiting" });
      run();
    },
    isUnsaved,
    isBusy: () => underway !== null,
    ancestor: () => base,
    revision: () => seen,
    stop: () => clearTimeout(timer),
  };
}
