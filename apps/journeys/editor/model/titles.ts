/** How a node reads on its card and to screen readers. */

import { kindOf, sentenceOf } from "../nodes";
import type { Sentence } from "../nodes/types";
import { isNodeType, type NodeDocument } from "./document";

const known = new WeakMap<NodeDocument, Sentence>();

/** Its sentence; of one that isn't complete and has no name, what it will be. */
export function titleOf(node: NodeDocument): Sentence {
  const before = known.get(node);
  if (before) return before;
  const title = read(node);
  known.set(node, title);
  return title;
}

/** What kind of node it is, as in the palette. */
export function labelOf(type: string): string {
  return kindOf(type)?.label ?? (type.replaceAll("_", " ") || "No type");
}

function read(node: NodeDocument): Sentence {
  if (!isNodeType(node.type)) {
    return { what: node.name || labelOf(node.type), more: "a type this editor doesn’t know" };
  }
  const said = sentenceOf(node);
  if (said.what !== "" && said.what !== node.key) return said;
  return { what: labelOf(node.type), more: "not complete yet" };
}
