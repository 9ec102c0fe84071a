/** The node types: one file each, found by this table. A new type is a file, and its line here. */

import { isNodeType, type NodeDocument, type Problem } from "../model/document";
import { conditionSplit } from "./condition_split";
import { delay } from "./delay";
import { entry } from "./entry";
import { exit } from "./exit";
import { goal } from "./goal";
import { jump } from "./jump";
import { settingsOf } from "./kind";
import { message } from "./message";
import { moveStage } from "./move_stage";
import { Problems } from "./problems";
import { randomSplit } from "./random_split";
import { isGiven, isObject, text } from "./reading";
import type { Kinds, NodeKind, Port, Sentence } from "./types";
import { updateTrait } from "./update_trait";
import { waitForEvent } from "./wait_for_event";

export const KINDS: Kinds = {
  entry,
  message,
  delay,
  wait_for_event: waitForEvent,
  condition_split: conditionSplit,
  random_split: randomSplit,
  update_trait: updateTrait,
  move_stage: moveStage,
  jump,
  goal,
  exit,
};

export function kindOf(type: string): NodeKind | undefined {
  return isNodeType(type) ? KINDS[type] : undefined;
}

/** The ports of a node, each once; none where its settings can't be read. */
export function portsOf(node: NodeDocument): readonly Port[] {
  return isReadable(node) ? (kindOf(node.type)?.ports(settingsOf(node.settings)) ?? []) : [];
}

/** What is wrong with a node by itself. */
export function problemsOf(node: NodeDocument): readonly Problem[] {
  const problems = new Problems(node.key);
  const kind = kindOf(node.type);
  if (!kind) {
    const known = Object.keys(KINDS).join(", ");
    problems.add("type", "unknown_type", `“${node.type}” is none of ${known}`);
  } else if (!isReadable(node)) {
    problems.add("settings", "not_an_object", "an object with settings");
  } else {
    return kind.check(settingsOf(node.settings), node.key);
  }
  return problems.found;
}

/** The sentence of a node; of one that isn't complete, its name. */
export function sentenceOf(node: NodeDocument): Sentence {
  const kind = kindOf(node.type);
  const name = isGiven(node.name) ? text(node.name) : node.key;
  if (kind && problemsOf(node).length === 0) {
    return kind.sentence(settingsOf(node.settings), name === node.key ? "" : name);
  }
  const type = [...node.type].slice(0, 32).join("").replaceAll("_", " ");
  const what = [...name].slice(0, 200).join("");
  return { what, more: `${type || "no type"}, not complete yet` };
}

function isReadable(node: NodeDocument): boolean {
  return isObject(node.settings) || !isGiven(node.settings);
}
