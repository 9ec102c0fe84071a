/** What is wrong with where things stand on the canvas: apps/journeys/checks_layout.py. */

import { at, isObject, lengthOf } from "../nodes/reading";
import type { Fields, Json, Problem } from "./document";

export const FARTHEST = 1_000_000;
export const MOST_NOTES = 200;
export const LONGEST_TEXT = 2000;
const SIDES = ["x", "y", "width", "height"] as const;

export function layoutProblems(document: Fields): readonly Problem[] {
  const layout = at(document, "layout");
  if (layout === undefined || layout === null) return [];
  if (!isObject(layout)) {
    return [about("layout", "not_an_object", "an object with positions and notes")];
  }
  return [...positions(at(layout, "positions")), ...notes(at(layout, "notes"))];
}

function positions(raw: Json | undefined): readonly Problem[] {
  if (raw === undefined || raw === null) return [];
  if (!isObject(raw)) {
    return [about("layout.positions", "not_an_object", "an object: node to [x, y]")];
  }
  const remedy = `two numbers, [x, y], from -${FARTHEST} to ${FARTHEST}`;
  return Object.entries(raw)
    .filter(([, at]) => !Array.isArray(at) || at.length !== 2 || !at.every(isPlace))
    .map(([key]) => about(`layout.positions.${key}`, "not_a_place", remedy));
}

function notes(raw: Json | undefined): readonly Problem[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) return [about("layout.notes", "not_a_list", "a list of notes")];
  if (raw.length > MOST_NOTES) {
    return [about("layout.notes", "too_many", `at most ${MOST_NOTES} notes`)];
  }
  const seen = new Set<string>();
  return raw.flatMap((note, index) => noteProblems(note, `layout.notes.${index}`, seen));
}

function noteProblems(note: Json, field: string, seen: Set<string>): readonly Problem[] {
  if (!isObject(note)) return [about(field, "not_an_object", "an object such as {…}")];
  const problems: Problem[] = [];
  const id = at(note, "id");
  if (typeof id !== "string" || !id || seen.has(id)) {
    problems.push(about(`${field}.id`, "not_unique", "every note has an id of its own"));
  } else {
    seen.add(id);
  }
  for (const side of SIDES.filter((side) => !isPlace(at(note, side)))) {
    const remedy = `a number from -${FARTHEST} to ${FARTHEST}`;
    problems.push(about(`${field}.${side}`, "not_a_place", remedy));
  }
  return [...problems, ...textProblems(at(note, "text"), `${field}.text`)];
}

function textProblems(text: Json | undefined, field: string): readonly Problem[] {
  if (typeof text !== "string") return [about(field, "not_a_text", "a text")];
  if (lengthOf(text) <= LONGEST_TEXT) return [];
  return [about(field, "too_long", `at most ${LONGEST_TEXT} characters`)];
}

function isPlace(raw: Json | undefined): boolean {
  return typeof raw === "number" && Math.abs(raw) <= FARTHEST;
}

function about(field: string, code: string, remedy: string): Problem {
  return { field, code, remedy, node: "" };
}
