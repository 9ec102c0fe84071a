/** What a condition answers that asks nothing, such as {"any": []}: nobody passes there. */

import type { Json } from "../model/document";
import { Problems } from "../nodes/problems";
import { isLeaf, type Understood, understand } from "./condition";

/** Whether everybody passes, or nobody; null where it depends on somebody. */
export function constantOf(condition: Json | undefined): boolean | null {
  return holds(understand(condition, new Problems(""), ""));
}

function holds(condition: Understood): boolean | null {
  if (isLeaf(condition)) return null;
  const parts = condition.parts.map(holds);
  if (condition.op === "all") return decided(parts, false) ? false : open(parts) ? null : true;
  const any = decided(parts, true) ? true : open(parts) ? null : false;
  return condition.op === "any" || any === null ? any : !any;
}

function decided(parts: readonly (boolean | null)[], by: boolean): boolean {
  return parts.includes(by);
}

function open(parts: readonly (boolean | null)[]): boolean {
  return parts.includes(null);
}
