/** A document of any shape, as far as it can be read; see apps/journeys/checks.py. */

import { KINDS } from "../nodes";
import { settingsOf } from "../nodes/kind";
import { at, isGiven, isObject, text, textAt } from "../nodes/reading";
import { type Fields, isNodeType, type Json, type Problem } from "./document";

/** A node as its type reads it. */
export interface ReadNode {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly settings: Fields;
  /** Of these settings; none where they can't be read. */
  readonly ports: readonly { readonly key: string; readonly words: string }[];
  readonly problems: readonly Problem[];
  readonly unreadable: boolean;
}

/** The objects of `nodes` or `edges`. */
export function listed(document: unknown, field: "nodes" | "edges"): readonly Fields[] {
  const raws = isObject(document) ? at(document, field) : undefined;
  return Array.isArray(raws) ? raws.filter(isObject) : [];
}

/** The nodes that can be told apart: each with a key of its own. */
export function nodesOf(document: unknown): ReadonlyMap<string, Fields> {
  const found = new Map<string, Fields>();
  for (const raw of listed(document, "nodes")) {
    const key = at(raw, "key");
    if (typeof key === "string" && key && !found.has(key)) found.set(key, raw);
  }
  return found;
}

export interface Way {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}

/** The ways between such nodes, each once. */
export function waysOf(document: unknown, known: ReadonlyMap<string, unknown>): readonly Way[] {
  const found = new Map<string, Way>();
  for (const raw of listed(document, "edges")) {
    const [from, to] = [textAt(raw, "from", "None"), textAt(raw, "to", "None")];
    const way = { from, port: textAt(raw, "port", "next"), to };
    if (known.has(from) && known.has(to)) found.set(JSON.stringify(way), way);
  }
  return [...found.values()];
}

const read = new WeakMap<Fields, ReadNode>();

/** The node as it is read under its own key; remembered, since documents never change. */
export function readNode(raw: Fields): ReadNode {
  const before = read.get(raw);
  if (before) return before;
  const node = reading(raw);
  read.set(raw, node);
  return node;
}

function reading(raw: Fields): ReadNode {
  const key = textAt(raw, "key");
  const type = textAt(raw, "type");
  const given = at(raw, "name");
  const settings = settingsOf(at(raw, "settings"));
  const about = { key, type, settings, name: isGiven(given) ? text(given) : key };
  if (!isNodeType(type)) {
    return { ...about, ports: [], problems: [unknownType(key, type)], unreadable: true };
  }
  const problems = KINDS[type].check(settings, key);
  const unreadable = problems.some((problem) => problem.code === "unreadable");
  return { ...about, ports: KINDS[type].ports(settings), problems, unreadable };
}

function unknownType(node: string, type: string): Problem {
  const remedy = `“${type}” is none of ${Object.keys(KINDS).join(", ")}`;
  return { field: "type", code: "unknown_type", remedy, node };
}

/** What is inside a list or an object. */
export function inside(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
