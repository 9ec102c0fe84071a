/** What the server answers to a trial: apps/simulate/trial/serializers.py. */

import type { Json } from "../model/document";

export type StepKind =
  | "event"
  | "entered"
  | "refused"
  | "arrived"
  | "waits"
  | "passed"
  | "sent"
  | "held_out"
  | "skipped"
  | "stopped"
  | "goal"
  | "left"
  | "trait"
  | "stage"
  | "consent"
  | "elsewhere"
  | "failed";

export interface Reason {
  readonly code: string;
  readonly rule: string;
  readonly name: string;
  readonly words: string;
}

/** One question of a condition with the value that was there. */
export interface Leaf {
  readonly words: string;
  readonly ok: boolean;
}

export interface Gate {
  readonly gate: string;
  readonly name: string;
  readonly ok: boolean;
  /** It is the no that gave the reason. */
  readonly decided: boolean;
  readonly words: string;
  readonly reason: Reason;
}

export interface Candidate {
  readonly journey: string;
  readonly journey_name: string;
  readonly node: string;
  readonly name: string;
  readonly own: boolean;
  readonly verdict: string;
  readonly words: string;
}

export interface Step {
  readonly at: string;
  readonly kind: StepKind;
  readonly label: string;
  readonly says: string;
  readonly node: string;
  readonly port: string;
  readonly run: number;
  /** Not of the run itself, but it may matter. */
  readonly quiet: boolean;
  readonly reason: Reason | null;
  readonly leaves: readonly Leaf[];
  readonly gates: readonly Gate[];
  readonly also_stopped_by: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly until: string | null;
  readonly waits_for: string;
  readonly details: { readonly [key: string]: Json };
}

export interface Answer {
  readonly person: { readonly id: string; readonly label: string };
  readonly zone: string;
  readonly at: string;
  readonly rules: { readonly which: string; readonly number: number };
  readonly entry: {
    readonly name: string;
    readonly at: string;
    readonly made: boolean;
    readonly properties: { readonly [key: string]: Json };
  };
  readonly steps: readonly Step[];
  readonly entered: number;
  readonly ended: boolean;
  readonly stands: readonly { readonly node: string; readonly says: string }[];
  readonly cut: "" | "until" | "steps" | "calls" | "failed";
  readonly held_out: { readonly key: string; readonly name: string } | null;
  readonly lifted: readonly { readonly key: string; readonly name: string }[];
}

/** What the search for people answers. */
export interface FoundPerson {
  readonly id: string;
  readonly label: string;
  readonly identifiers: readonly { readonly type: string; readonly value: string }[];
}
