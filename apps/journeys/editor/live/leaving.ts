/** Where people leave without having reached the goal. */

import type { JourneyDocument, NodeDocument } from "../model/document";
import { type LiveAnswer, NOTHING, type NodeNumbers, sum } from "./answer";

export interface Leaving {
  readonly node: NodeDocument;
  /** Runs that ended here without the goal. */
  readonly left: number;
  /** Of all that ended without the goal, 0 to 1. */
  readonly share: number;
  /** Of those who came here and went on or left, 0 to 1. */
  readonly ofThoseWhoCame: number;
}

/**
 * The nodes where runs ended without the goal, the most first. Without a goal in the journey, its
 * exits are where it is meant to end, so they are left out.
 */
export function leaving(document: JourneyDocument, answer: LiveAnswer): readonly Leaving[] {
  const found = document.nodes
    .filter((node) => loses(document, node))
    .map((node) => ({ node, numbers: answer.nodes[node.key] ?? NOTHING }))
    .map(({ node, numbers }) => ({ node, numbers, left: withoutGoal(numbers) }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left || (a.node.key < b.node.key ? -1 : 1));
  const all = found.reduce((total, { left }) => total + left, 0);
  return found.map(({ node, numbers, left }) => ({
    node,
    left,
    share: left / all,
    ofThoseWhoCame: left / (numbers.passed + sum(numbers.left)),
  }));
}

/** By node, from 0 to 1: how many leave without the goal, against where most do. */
export function heatOf(document: JourneyDocument, answer: LiveAnswer): Map<string, number> {
  const rows = leaving(document, answer);
  const worst = rows[0]?.left ?? 1;
  return new Map(rows.map(({ node, left }) => [node.key, left / worst]));
}

export function hasGoal(document: JourneyDocument): boolean {
  return document.nodes.some((node) => node.type === "goal");
}

export function withoutGoal(numbers: NodeNumbers): number {
  return sum(numbers.left) - (numbers.left.goal ?? 0);
}

function loses(document: JourneyDocument, node: NodeDocument): boolean {
  if (node.type === "goal") return false;
  return node.type !== "exit" || hasGoal(document);
}
