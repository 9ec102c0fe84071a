/** Conditions over traits, stages, sessions, events and counts; see docs/documents.md. */

import type { Fields, Json, Problem } from "../model/document";
import { Problems } from "../nodes/problems";
import { at, isGiven, isNumber, isObject, text } from "../nodes/reading";

export const KINDS = ["trait", "event", "entry", "count", "stage", "done", "session"] as const;
export type LeafKind = (typeof KINDS)[number];

/** What can be asked of the latest session. */
export const OF_SESSION = ["events", "minutes", "source"] as const;

export const OPS = [
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "contains",
  "in",
  "exists",
  "missing",
] as const;
export type Op = (typeof OPS)[number];

export const COUNT_OPS = ["eq", "gt", "gte", "lt", "lte"] as const satisfies readonly Op[];
export const WITHOUT_VALUE = ["exists", "missing"] as const satisfies readonly Op[];
export const SOURCES = ["entry", "trait"] as const;
export const MAX_COUNT = 1000;
export const LONGEST_DAYS = 3650;

/** As it stands in the document; an empty one is true. */
export type Condition =
  | { readonly [nothing: string]: never }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | LeafDocument;

/** {"trait": "plan", "op": "eq", "value": "pro"}: one question, of one kind. */
export type LeafDocument = { readonly [kind in LeafKind]?: string } & {
  readonly op?: Op;
  readonly value?: Json;
  readonly value_from?: { readonly entry: string } | { readonly trait: string };
  readonly days?: number;
};

/** As it is understood. */
export interface Leaf {
  readonly kind: LeafKind;
  readonly key: string;
  readonly op: Op;
  readonly value: Json;
  readonly days: number | null;
  /** Where the value comes from; null: it is `value`. */
  readonly source: Source | null;
}
export interface Source {
  readonly kind: (typeof SOURCES)[number];
  readonly key: string;
}
export interface Group {
  readonly op: "all" | "any" | "not";
  readonly parts: readonly Understood[];
}
export type Understood = Leaf | Group;

export const ALWAYS: Group = { op: "all", parts: [] };

export function isLeaf(condition: Understood): condition is Leaf {
  return "kind" in condition;
}

/** Whether it asks nothing: everybody passes. */
export function isAlways(condition: Understood): boolean {
  return !isLeaf(condition) && condition.op === "all" && condition.parts.length === 0;
}

/** Whether nothing is asked, as in {} or {"all": []}. */
export function isEmpty(condition: unknown): boolean {
  return isAlways(understand(condition as Json | undefined, new Problems(""), ""));
}

/** What is wrong with a condition that stands in this field of this node. */
export function check(condition: unknown, field: string, node: string): readonly Problem[] {
  const problems = new Problems(node);
  understand(condition as Json | undefined, problems, field);
  return problems.found;
}

/** The condition of a document; what is wrong with it goes to `problems` under `field`. */
export function understand(raw: Json | undefined, problems: Problems, field: string): Understood {
  if (!isGiven(raw)) return ALWAYS;
  if (!isObject(raw)) {
    problems.add(field, "not_a_condition", 'a condition is an object such as {"all": []}');
    return ALWAYS;
  }
  for (const op of ["all", "any"] as const) {
    const parts = at(raw, op);
    if (parts !== undefined) return group(op, parts, problems, `${field}.${op}`);
  }
  if (!Object.hasOwn(raw, "not")) return leaf(raw, problems, field);
  return { op: "not", parts: [understand(raw.not, problems, `${field}.not`)] };
}

function group(op: "all" | "any", parts: Json, problems: Problems, field: string): Group {
  if (!Array.isArray(parts)) {
    problems.add(field, "not_a_list", `“${op}” takes a list of conditions`);
    return { op, parts: [] };
  }
  return {
    op,
    parts: parts.map((part, index) => understand(part, problems, `${field}.${index}`)),
  };
}

function leaf(raw: Fields, problems: Problems, field: string): Understood {
  const kind = KINDS.find((known) => Object.hasOwn(raw, known));
  if (!kind) {
    problems.add(field, "unknown_condition", `a condition names one of ${KINDS.join(", ")}`);
    return ALWAYS;
  }
  const op = text(at(raw, "op") ?? (Object.hasOwn(raw, "op") ? null : "eq"));
  if (!isOp(op, kind)) {
    const known = [...(kind === "count" ? COUNT_OPS : OPS)].sort().join(", ");
    problems.add(`${field}.op`, "unknown_operator", `“${op}” is none of ${known}`);
    return ALWAYS;
  }
  const key = text(raw[kind] ?? null);
  if (kind === "session" && !isOneOf(OF_SESSION, key)) {
    const remedy = `of a session, ${OF_SESSION.join(", ")} can be asked`;
    problems.add(`${field}.session`, "unknown_question", remedy);
    return ALWAYS;
  }
  const source = sourceOf(at(raw, "value_from"), problems, `${field}.value_from`);
  const value = at(raw, "value") ?? null;
  const days = at(raw, "days") ?? null;
  const wrong = wrongValue(kind, op, value, source) ?? wrongDays(days);
  if (wrong) {
    problems.add(`${field}.${wrong.field}`, wrong.code, wrong.remedy);
    return ALWAYS;
  }
  return { kind, key, op, value, days: days as number | null, source };
}

interface Wrong {
  readonly field: string;
  readonly code: string;
  readonly remedy: string;
}

function wrongValue(kind: LeafKind, op: Op, value: Json, source: Source | null): Wrong | null {
  if (source === null && value === null && !isOneOf(WITHOUT_VALUE, op)) {
    return { field: "value", code: "missing", remedy: `“${op}” needs a value to compare with` };
  }
  if (kind !== "count" || isCount(value)) return null;
  const remedy = `a whole number from 0 to ${MAX_COUNT}`;
  return { field: "value", code: "not_a_count", remedy };
}

function wrongDays(days: Json): Wrong | null {
  if (days === null || (typeof days === "number" && days > 0 && days <= LONGEST_DAYS)) return null;
  const remedy = `a number of days greater than 0, ${LONGEST_DAYS} at most`;
  return { field: "days", code: "not_positive", remedy };
}

function sourceOf(raw: Json | undefined, problems: Problems, field: string): Source | null {
  if (raw === undefined || raw === null) return null;
  const [only, ...others] = isObject(raw) ? Object.entries(raw) : [];
  if (only && others.length === 0) {
    const [kind, key] = only;
    if (isOneOf(SOURCES, kind) && typeof key === "string" && key) return { kind, key };
  }
  problems.add(field, "unknown_source", 'give {"entry": property} or {"trait": key}');
  return null;
}

function isOp(op: string, kind: LeafKind): op is Op {
  return isOneOf(kind === "count" ? COUNT_OPS : OPS, op);
}

function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}

function isCount(value: Json): boolean {
  return !isNumber(value) || typeof value === "boolean"
    ? false
    : Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;
}
