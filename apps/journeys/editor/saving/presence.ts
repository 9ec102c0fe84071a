/** Looks every few seconds whether somebody else saved; not while nobody sees the page. */

import type { Now } from "./work";

export const EVERY = 5000;

export interface Watching {
  /** What is new, or null. */
  look(): Promise<Now | null>;
  isAway(): boolean;
  news(now: Now): void;
}

/** Begins; the answer ends it. */
export function startWatching({ look, isAway, news }: Watching): () => void {
  let stopped = false;
  let timer = setTimeout(tick, EVERY);

  async function tick(): Promise<void> {
    if (!isAway()) {
      const now = await look();
      // What was asked before something of one's own was saved is old by now.
      if (now && !stopped && !isAway()) news(now);
    }
    if (!stopped) timer = setTimeout(tick, EVERY);
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
