/** What a wait, a goal and an exit share: an event that must belong to this very run. */

import { type Leaf, type Understood, understand } from "../conditions/condition";
import type { Fields, Json } from "../model/document";
import type { Problems } from "./problems";
import { at, isGiven, isObject, text, Unreadable } from "./reading";

/** The condition of `where`, and of every match besides. */
export function parseWhere(raw: Fields, problems: Problems): Understood {
  const where = understand(at(raw, "where"), problems, "where");
  const matches = parseMatches(at(raw, "match"), problems);
  return matches.length > 0 ? { op: "all", parts: [...matches, where] } : where;
}

function parseMatches(raw: Json | undefined, problems: Problems): readonly Leaf[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    problems.add("match", "not_a_list", "a list of properties to match");
    return [];
  }
  return raw.flatMap((match, index) => {
    if (!isObject(match)) throw new Unreadable("AttributeError");
    const [ours, entry] = [named(match, "property"), named(match, "entry")];
    if (ours && entry) return [leaf(ours, entry)];
    const remedy = "name the event's property and the entry event's";
    problems.add(`match.${index}`, "missing", remedy);
    return [];
  });
}

function named(match: Fields, field: string): string {
  const value = at(match, field);
  return isGiven(value) ? text(value) : "";
}

function leaf(ours: string, entry: string): Leaf {
  const source = { kind: "entry", key: entry } as const;
  return { kind: "event", key: ours, op: "eq", value: null, days: null, source };
}
