/** One question of a condition as it stands in the document: what it is, and what it becomes. */

import type { Fields, Json } from "../model/document";
import { isObject } from "../nodes/reading";
import { COUNT_OPS, KINDS, type LeafKind, type Op, OPS, WITHOUT_VALUE } from "./condition";

/** Where a value comes from: it stands there, or it is taken from the person or the entry. */
export type From = "text" | "number" | "boolean" | "trait" | "entry";

type Scalar = string | number | boolean;

export const KIND_LABELS: { readonly [kind in LeafKind]: string } = {
  trait: "Person’s trait",
  event: "Event’s property",
  entry: "Entry’s property",
  count: "How often",
  stage: "Stage",
  done: "Stage is done",
  session: "Latest session",
};

/** The operators that make sense for what is asked; `kind` is a guess by the values seen. */
export function fittingOps(leaf: LeafKind, kind: string): readonly Op[] {
  if (leaf === "count") return COUNT_OPS;
  if (leaf === "stage") return ["eq", "ne", "in", "exists", "missing"];
  if (leaf === "done") return ["eq", "ne"];
  if (leaf === "session") return fittingOps("trait", kind === "number" ? kind : "text");
  if (kind === "number") return ["eq", "ne", "gt", "gte", "lt", "lte", "in", "exists", "missing"];
  if (kind === "boolean") return ["eq", "ne", "exists", "missing"];
  if (kind === "date") return ["eq", "ne", "gt", "gte", "lt", "lte", "exists", "missing"];
  if (kind === "text") return ["eq", "ne", "contains", "in", "exists", "missing"];
  if (kind === "list") return ["contains", "exists", "missing"];
  return OPS;
}

/** Whether it can be edited by its parts; whatever else there is, is shown as text and kept. */
export function isShown(leaf: Json): leaf is Fields {
  if (!isObject(leaf)) return false;
  if (["all", "any", "not"].some((op) => Object.hasOwn(leaf, op))) return false;
  const kind = KINDS.find((known) => Object.hasOwn(leaf, known));
  if (!kind || typeof leaf[kind] !== "string") return false;
  if (!isOp(leaf.op) || (kind === "count" && leaf.value_from != null)) return false;
  return isSource(leaf.value_from) && isValue(leaf) && isDays(leaf.days);
}

export function kindOf(leaf: Fields): LeafKind {
  return KINDS.find((known) => Object.hasOwn(leaf, known)) ?? "trait";
}

export function keyOf(leaf: Fields): string {
  const key = leaf[kindOf(leaf)];
  return typeof key === "string" ? key : "";
}

export function opOf(leaf: Fields): Op {
  return (OPS as readonly Json[]).includes(leaf.op ?? "eq") ? ((leaf.op ?? "eq") as Op) : "eq";
}

export function hasValue(op: Op): boolean {
  return !(WITHOUT_VALUE as readonly Op[]).includes(op);
}

/** The values of a list; of a single one, that. */
export function valuesOf(leaf: Fields): readonly Scalar[] {
  const value = leaf.value ?? null;
  return value === null ? [] : ((Array.isArray(value) ? value : [value]) as readonly Scalar[]);
}

export function fromOf(leaf: Fields, kind: string): From {
  if (isObject(leaf.value_from)) return "entry" in leaf.value_from ? "entry" : "trait";
  const [first] = valuesOf(leaf);
  if (typeof first === "number") return "number";
  if (typeof first === "boolean") return "boolean";
  if (typeof first === "string") return "text";
  return kind === "number" || kind === "boolean" ? kind : "text";
}

/** A new question of this kind, to be filled in. */
export function freshLeaf(kind: LeafKind, key = ""): Fields {
  if (kind === "count") return { count: key, days: 30, op: "gte", value: 1 };
  if (kind === "done") return { done: key, op: "eq", value: true };
  if (kind === "session") return freshSession(key || "events");
  return { [kind]: key, op: "eq" };
}

/** Another question about the session: what it is compared with is of another kind, too. */
export function freshSession(key: string): Fields {
  if (key === "source") return { session: key, op: "eq" };
  return { session: key, op: "gte", value: key === "minutes" ? 10 : 3 };
}

/** Asks about something else; what still makes sense there stays. */
export function withKind(leaf: Fields, kind: LeafKind): Fields {
  const before = kindOf(leaf);
  if (before === kind) return leaf;
  const properties: readonly LeafKind[] = ["trait", "event", "entry"];
  if (!properties.includes(before) || !properties.includes(kind)) return freshLeaf(kind);
  const rest = Object.entries(leaf).filter(
    ([field]) => !(KINDS as readonly string[]).includes(field),
  );
  return { [kind]: keyOf(leaf), ...Object.fromEntries(rest) };
}

export function withKey(leaf: Fields, key: string): Fields {
  return { ...leaf, [kindOf(leaf)]: key };
}

/** The other operator, with the value as it has to be for it: a list, a single one, or none. */
export function withOp(leaf: Fields, op: Op): Fields {
  const next = { ...leaf, op };
  if (!hasValue(op)) return without(next, "value", "value_from");
  const listed = Array.isArray(leaf.value);
  if (op === "in" && !listed && !isObject(leaf.value_from)) {
    return { ...next, value: [...valuesOf(leaf)] };
  }
  if (op === "in" || !listed) return next;
  const [first] = valuesOf(leaf);
  return first === undefined ? without(next, "value") : { ...next, value: first };
}

/** Undefined or an empty text is a value that is still missing; so is a list without any. */
export function withValue(leaf: Fields, value: Json | undefined): Fields {
  const { value_from: _, ...rest } = leaf;
  return value === undefined ? without(rest, "value") : { ...rest, value };
}

/** Takes the value from somewhere else, or reads what stands there as something else. */
export function withFrom(leaf: Fields, from: From): Fields {
  if (from === "trait" || from === "entry") {
    const known = leaf.value_from;
    const key = isObject(known) ? Object.values(known)[0] : "";
    return { ...without(leaf, "value"), value_from: { [from]: key ?? "" } };
  }
  const values = valuesOf(leaf)
    .map((value) => readAs(String(value), from))
    .filter((value) => value !== undefined);
  if (opOf(leaf) === "in") return withValue(leaf, values);
  return withValue(leaf, values[0]);
}

export function withSource(leaf: Fields, from: "trait" | "entry", key: string): Fields {
  return { ...leaf, value_from: { [from]: key } };
}

/** What was typed, as a value; undefined where it isn't one. */
export function readAs(typed: string, from: From): Scalar | undefined {
  if (from === "boolean") return typed === "" ? undefined : /^(true|yes|1)$/i.test(typed);
  if (from !== "number") return typed === "" ? undefined : typed;
  const number = Number(typed.replace(",", "."));
  return typed.trim() === "" || !Number.isFinite(number) ? undefined : number;
}

function without(leaf: Fields, ...gone: string[]): Fields {
  return Object.fromEntries(Object.entries(leaf).filter(([field]) => !gone.includes(field)));
}

function isOp(op: Json | undefined): boolean {
  return op === undefined || (OPS as readonly Json[]).includes(op);
}

function isSource(source: Json | undefined): boolean {
  if (source === undefined || source === null) return true;
  if (!isObject(source)) return false;
  const [only, ...others] = Object.entries(source);
  return !!only && others.length === 0 && ["entry", "trait"].includes(only[0]) && isText(only[1]);
}

function isText(value: Json): boolean {
  return typeof value === "string";
}

function isValue(leaf: Fields): boolean {
  const value = leaf.value ?? null;
  if (leaf.op === "in" && Array.isArray(value)) return value.every(isScalar);
  return value === null || isScalar(value);
}

function isScalar(value: Json): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isDays(days: Json | undefined): boolean {
  return days === undefined || days === null || typeof days === "number";
}
