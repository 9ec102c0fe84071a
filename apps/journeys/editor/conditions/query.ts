/**
 * A condition of a document as a query of react-querybuilder, and back, with nothing lost.
 *
 * A rule's value is the condition as it stands in the document; a group keeps how it was written.
 */

import type { Fields, Json } from "../model/document";
import { isGiven, isObject } from "../nodes/reading";
import { isShown } from "./leaf";

/** How the parts of a group are joined; `nall` and `none` are those with a “not” before them. */
export type Combinator = "all" | "any" | "nall" | "none";

/** `leaf` is edited by its parts; `text` is something that is shown as it stands. */
export interface ConditionRule {
  readonly id: string;
  readonly field: "leaf" | "text";
  readonly operator: "is";
  readonly value: Json;
}

export interface ConditionGroup {
  readonly id: string;
  readonly combinator: Combinator;
  readonly rules: readonly ConditionPart[];
  /**
   * How it is written: a list ({"all": […]}), the one part without a list, or nothing at all. A new
   * group has not been written yet.
   */
  readonly shape?: "list" | "bare" | "nothing";
  /** An empty list that was written so: it holds for everybody, or for nobody. */
  readonly empty?: boolean;
  /** What stands where nothing is asked: {} or null. */
  readonly raw?: Json | undefined;
  /** What else stood beside the list, and beside the “not”. */
  readonly rest?: Fields;
  readonly restOfNot?: Fields;
}

export type ConditionPart = ConditionRule | ConditionGroup;

const NEGATED = { all: "nall", any: "none" } as const;

let made = 0;

/** The query of a condition; undefined where the document has none. */
export function toQuery(condition: Json | undefined): ConditionGroup {
  if (!isGiven(condition)) {
    return { id: id(), combinator: "all", rules: [], shape: "nothing", raw: condition };
  }
  const group = groupOf(condition as Json);
  return group ?? { ...emptyGroup(), shape: "bare", rules: [toRule(condition as Json)] };
}

/** The condition of a query; undefined where it asks nothing and nothing was written. */
export function fromQuery(group: ConditionGroup): Json | undefined {
  const { combinator } = group;
  const negated = combinator === "nall" || combinator === "none";
  const inner = bodyOf(group, combinator === "any" || combinator === "none" ? "any" : "all");
  if (!negated) return inner;
  if (inner === undefined && group.shape !== "nothing") return undefined;
  return { not: inner ?? null, ...group.restOfNot };
}

export function isGroup(part: ConditionPart): part is ConditionGroup {
  return "rules" in part;
}

export function toRule(value: Json): ConditionRule {
  return { id: id(), field: isShown(value) ? "leaf" : "text", operator: "is", value };
}

/** A group that nobody has written yet; without a part it is not written at all. */
export function emptyGroup(): ConditionGroup {
  return { id: id(), combinator: "all", rules: [] };
}

function id(): string {
  made += 1;
  return `condition-${made}`;
}

function groupOf(condition: Json): ConditionGroup | null {
  if (!isObject(condition)) return null;
  for (const op of ["all", "any"] as const) {
    if (!Object.hasOwn(condition, op)) continue;
    const { [op]: parts, ...rest } = condition;
    if (!Array.isArray(parts)) return null;
    const rules = parts.map(toPart);
    return { id: id(), combinator: op, rules, shape: "list", empty: rules.length === 0, rest };
  }
  if (!Object.hasOwn(condition, "not")) return null;
  const { not, ...restOfNot } = condition;
  const inner = toQuery(not);
  const { combinator } = inner;
  if (combinator === "all" || combinator === "any") {
    return { ...inner, combinator: NEGATED[combinator], restOfNot };
  }
  return { id: id(), combinator: "nall", rules: [inner], shape: "bare", restOfNot };
}

function toPart(condition: Json): ConditionPart {
  return groupOf(condition) ?? toRule(condition);
}

function bodyOf(group: ConditionGroup, op: "all" | "any"): Json | undefined {
  const { rules, shape, rest } = group;
  if (rules.length === 0) {
    if (shape === "nothing") return group.raw;
    return group.empty ? { [op]: [], ...rest } : undefined;
  }
  const parts = rules
    .map((part) => (isGroup(part) ? fromQuery(part) : part.value))
    .filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  const [only] = parts;
  if (shape !== "list" && parts.length === 1) return only;
  return { [op]: parts, ...rest };
}
