/** Whether a document has the shape of one, and can be stored at all. */

import { at, isGiven, isObject, textAt } from "../nodes/reading";
import type { Fields, Json, Problem } from "./document";
import { inside } from "./reading";

export const MOST_NODES = 500;
const DEEPEST = 40;
// NUL, and a half of a character without its other half.
const NO_TEXT = /\0|[\ud800-\udfff]/u;

export function shapeProblems(document: unknown): readonly Problem[] {
  if (!isObject(document)) {
    return [about("document", "not_an_object", "an object with nodes and edges")];
  }
  if (isTooDeep(document)) {
    const remedy = `at most ${DEEPEST} levels inside each other; flatten its conditions`;
    return [about("document", "too_deep", remedy)];
  }
  const problems: Problem[] = [];
  if (!isClean(document)) {
    problems.push(about("document", "not_text", "take out the characters that are no text"));
  }
  for (const field of ["nodes", "edges"] as const) problems.push(...listProblems(document, field));
  const nodes = at(document, "nodes");
  if (Array.isArray(nodes) && nodes.length > MOST_NODES) {
    problems.push(about("nodes", "too_many", `at most ${MOST_NODES} nodes`));
  }
  return problems;
}

function listProblems(document: Fields, field: "nodes" | "edges"): readonly Problem[] {
  const raws = at(document, field);
  if (!isGiven(raws)) return [];
  if (!Array.isArray(raws)) return [about(field, "not_a_list", `a list of ${field}`)];
  return raws.flatMap((raw, index) => {
    if (!isObject(raw)) {
      return [about(`${field}.${index}`, "not_an_object", "an object such as {…}")];
    }
    const settings = at(raw, "settings");
    if (isObject(settings) || !isGiven(settings)) return [];
    const node = textAt(raw, "key");
    return [about("settings", "not_an_object", "an object with settings", node)];
  });
}

function isTooDeep(document: Fields): boolean {
  let layer: readonly Json[] = [document];
  for (let depth = 0; depth < DEEPEST; depth += 1) layer = layer.flatMap(inside);
  return layer.length > 0;
}

function isClean(value: Json): boolean {
  if (typeof value === "string") return !NO_TEXT.test(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (isObject(value) && !Object.keys(value).every(isClean)) return false;
  return inside(value).every(isClean);
}

function about(field: string, code: string, remedy: string, node = ""): Problem {
  return { field, code, remedy, node };
}
