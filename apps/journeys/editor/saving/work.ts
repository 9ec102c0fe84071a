/** What is saved, what somebody else saved, and what came of trying. */

import type { JourneyDocument, Problem } from "../model/document";
import { same } from "../model/same";
import type { Work } from "../store";

/** A draft as the server has it. */
export interface Theirs {
  readonly work: Work;
  readonly revision: number;
  readonly by: string;
  readonly at: string;
}

/** What there is now; `theirs` is null where the draft was published or discarded. */
export interface Now {
  readonly theirs: Theirs | null;
  /** Whether there is a draft that no canvas can show: it came by the API. */
  readonly undrawable: boolean;
  /** The one to save with. */
  readonly revision: number;
  /** The latest version's number, 0 for none. */
  readonly version: number;
}

export type Answer =
  | { readonly kind: "saved"; readonly revision: number; readonly at: string }
  | { readonly kind: "stale"; readonly now: Now }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "unreachable" };

export function sameWork(one: Work, other: Work): boolean {
  return (
    one.name === other.name &&
    one.description === other.description &&
    same(one.document, other.document)
  );
}

export type { JourneyDocument, Work };
