/** How many people, or events, a condition holds for now: asked a moment after the last change. */

import { useEffect, useState } from "react";
import { ApiError, post } from "../api";
import type { Json } from "../model/document";
import { check } from "./condition";

export interface Audience {
  readonly counts: "people" | "events" | "nothing";
  readonly matching: number | null;
  readonly of: number;
  readonly exact: boolean;
  readonly sample: number;
}

/** "asked" while nothing is known; "wrong" where there is no condition to ask about. */
export type Counted = Audience | "asked" | "wrong" | "away";

const PAUSE = 350;
/** How long an answer is good enough to be shown again, in milliseconds. */
const FRESH = 30_000;
const MOST = 100;

const answers = new Map<string, { readonly at: number; readonly found: Audience }>();

export function useAudience(condition: Json | undefined, event: string, entry: string): Counted {
  const [counted, setCounted] = useState<Counted>("asked");
  const asked = JSON.stringify({ condition: condition ?? {}, event, entry });
  useEffect(() => {
    const body = JSON.parse(asked) as { condition: Json };
    if (check(body.condition, "", "").length > 0) {
      setCounted("wrong");
      return undefined;
    }
    const known = answers.get(asked);
    if (known && performance.now() - known.at < FRESH) {
      setCounted(known.found);
      return undefined;
    }
    const ended = new AbortController();
    const timer = setTimeout(() => {
      post<Audience>("/api/audience/", body, ended.signal).then(
        (found) => {
          if (answers.size >= MOST) answers.clear();
          answers.set(asked, { at: performance.now(), found });
          setCounted(found);
        },
        (error: unknown) => {
          if (!ended.signal.aborted) setCounted(statusOf(error) === 400 ? "wrong" : "away");
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [asked]);
  return counted;
}

function statusOf(error: unknown): number {
  return error instanceof ApiError ? error.status : 0;
}
