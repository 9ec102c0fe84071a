/** Conditions as people say them: “plan is pro”, “2 or more Order Completed in 30 days”. */

import type { Json } from "../model/document";
import { sixDigits } from "../nodes/numbers";
import { Problems } from "../nodes/problems";
import { text } from "../nodes/reading";
import { isLeaf, type Leaf, type Op, type Understood, understand } from "./condition";

export const OP_WORDS: { readonly [op in Op]: string } = {
  eq: "is",
  ne: "is not",
  gt: "is more than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  contains: "contains",
  in: "is one of",
  exists: "is known",
  missing: "is not known",
};

export const SESSION_WORDS: { readonly [key: string]: string } = {
  events: "number of events in the latest session",
  minutes: "number of minutes since the latest session began",
  source: "source of the latest session",
};

const COUNTS: { readonly [op: string]: (n: string) => string } = {
  eq: (n) => `exactly ${n}`,
  gt: (n) => `more than ${n}`,
  gte: (n) => `${n} or more`,
  lt: (n) => `fewer than ${n}`,
  lte: (n) => `at most ${n}`,
};

/** A condition of the document in words; "" for one that always holds. */
export function conditionWords(condition: unknown): string {
  return words(understand(condition as Json | undefined, new Problems(""), ""));
}

/** The whole condition; "" for one that always holds. */
export function words(condition: Understood): string {
  if (isLeaf(condition)) return leafWords(condition);
  if (condition.op === "not") {
    const said = condition.parts.map(words).filter(Boolean).join(" or ");
    return said && `not (${said})`;
  }
  const parts = condition.parts.map(part).filter(Boolean);
  return parts.join(condition.op === "all" ? " and " : " or ");
}

/** A value as it is read: “yes” for true, lists with commas. */
export function valueWords(value: Json): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map(text).join(", ") : text(value) || "empty";
}

/** A key without its underscores. */
export function plain(key: string): string {
  return key.replaceAll("_", " ");
}

function leafWords(leaf: Leaf): string {
  if (leaf.kind === "count") {
    const within = leaf.days ? ` in ${sixDigits(leaf.days)} days` : "";
    return `${count(leaf)} ${leaf.key}${within}`;
  }
  if (leaf.kind === "done") return done(leaf);
  const asked = `${subject(leaf)} ${OP_WORDS[leaf.op]}`;
  return leaf.op === "exists" || leaf.op === "missing" ? asked : `${asked} ${compared(leaf)}`;
}

function subject({ kind, key }: Leaf): string {
  if (kind === "session") return SESSION_WORDS[key] ?? key;
  return kind === "stage" ? `stage of ${plain(key)}` : plain(key);
}

function compared(leaf: Leaf): string {
  if (!leaf.source) return valueWords(leaf.value);
  return `the ${leaf.source.kind === "entry" ? "entry’s" : "person’s"} ${plain(leaf.source.key)}`;
}

function done(leaf: Leaf): string {
  const name = plain(leaf.key);
  if ((leaf.op === "eq" || leaf.op === "ne") && typeof leaf.value === "boolean") {
    const said = leaf.value === (leaf.op === "eq");
    return `the stage of ${name} is ${said ? "" : "not "}done`;
  }
  return `“done” of ${name} ${OP_WORDS[leaf.op]} ${compared(leaf)}`.replace(/ None$/, "");
}

function count({ op, value }: Leaf): string {
  const none = (value === 0 && (op === "eq" || op === "lte")) || (value === 1 && op === "lt");
  return none ? "no" : (COUNTS[op]?.(text(value)) ?? "");
}

function part(condition: Understood): string {
  const said = words(condition);
  const several = !isLeaf(condition) && condition.parts.length > 1;
  return said && several ? `(${said})` : said;
}
