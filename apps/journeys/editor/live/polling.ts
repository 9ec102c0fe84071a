/** Asks again and again: one request at a time, none while nobody looks. Knows no React. */

/** Milliseconds from one answer to the next question. */
export const EVERY = 10_000;

export interface Polling {
  stop(): void;
}

export interface Page {
  readonly hidden: boolean;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

/**
 * Calls `ask` at once and then `every` so often, until stopped; a call that is still under way is
 * aborted by `stop`. While the page is hidden it waits, and asks as soon as it is looked at again.
 * `ask` takes care of its own errors.
 */
export function poll(
  ask: (signal: AbortSignal) => Promise<void>,
  page: Page = document,
  every = EVERY,
): Polling {
  const aborting = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  const next = () => {
    clearTimeout(timer);
    if (!aborting.signal.aborted && !page.hidden) timer = setTimeout(turn, every);
  };
  const turn = () => {
    if (asking || aborting.signal.aborted) return;
    asking = true;
    void ask(aborting.signal).finally(() => {
      asking = false;
      next();
    });
  };
  const seen = () => {
    clearTimeout(timer);
    if (!page.hidden) turn();
  };
  page.addEventListener("visibilitychange", seen);
  turn();
  return {
    stop: () => {
      aborting.abort();
      clearTimeout(timer);
      page.removeEventListener("visibilitychange", seen);
    },
  };
}
