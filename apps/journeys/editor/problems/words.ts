/** Problems in the panel's words. */

import type { JourneyDocument, Problem } from "../model/document";
import { nodeOf } from "../model/document";
import { sentenceOf } from "../nodes";

/** The same thing said of one or several nodes, such as of all those of a circle. */
export interface Matter {
  readonly remedy: string;
  readonly places: readonly Place[];
}

export interface Place {
  /** The node's key; "" where it is about the journey. */
  readonly node: string;
  readonly says: string;
  /** What can be focused there; "" for the node as a whole. */
  readonly field: string;
  /** Of the field, for people. */
  readonly label: string;
}

export function capitalized(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}

/** Problems as they are listed: what one remedy mends in several nodes is one matter. */
export function mattersOf(
  problems: readonly Problem[],
  document: JourneyDocument,
): readonly Matter[] {
  const found = new Map<string, { remedy: string; places: Place[] }>();
  problems.forEach((problem, index) => {
    const shared = problem.code === "cycle_without_wait" ? problem.remedy : String(index);
    const matter = found.get(shared) ?? { remedy: sentence(problem.remedy), places: [] };
    matter.places.push(placeOf(problem, document));
    found.set(shared, matter);
  });
  return [...found.values()];
}

/** “3 problems and 1 warning”, for those who can't see the list. */
export function counted(problems: number, warnings: number, conflicts: number): string {
  const parts = [many(problems, "problem"), many(warnings, "warning"), many(conflicts, "conflict")];
  const said = parts.filter(Boolean);
  const last = said.pop();
  if (!last) return "No problems.";
  return `${said.length > 0 ? `${said.join(", ")} and ${last}` : last}.`;
}

function many(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

function sentence(remedy: string): string {
  return `${capitalized(remedy)}${remedy.endsWith(".") ? "" : "."}`;
}

// These are about a node or the journey as a whole.
const NO_FIELDS = ["key", "type", "settings", "edges", "ports", "nodes", "document", "layout"];

// Where it is mended, for what is said of the journey as a whole.
const MENDED_IN: { readonly [code: string]: string } = { no_goal: "goal" };

function placeOf(problem: Problem, document: JourneyDocument): Place {
  const { node } = problem;
  const field = MENDED_IN[problem.code] ?? problem.field;
  const [first = ""] = field.split(".");
  const whole = NO_FIELDS.includes(first) || (node === "" && first === "");
  const at = node === "" ? undefined : nodeOf(document, node);
  const says = at ? sentenceOf(at).what : node || "The journey";
  return { node, says, field: whole ? "" : field, label: whole ? "" : labelOf(first) };
}

function labelOf(field: string): string {
  return capitalized(field.replaceAll("_", " "));
}
