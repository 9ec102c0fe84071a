/** Makes a node kind of how its settings are read, which ports that gives, and how it is said. */

import type { Fields, Json, NodeType, Problem } from "../model/document";
import { Problems } from "./problems";
import { isGiven, isObject, Unreadable } from "./reading";
import type { NodeKind, Port, Sentence } from "./types";

/** What one file of this folder says about its type; `S` is its settings as they are understood. */
export interface Recipe<S> {
  readonly type: NodeType;
  readonly label: string;
  readonly hint: string;
  readonly group: NodeKind["group"];
  fresh(): Fields;
  parse(raw: Fields, problems: Problems): S;
  ports(settings: S): readonly Port[];
  says(settings: S, name: string): Sentence;
}

export const NEXT: Port = { key: "next", words: "next" };
export const INCOMPLETE: Sentence = { what: "", more: "not complete yet" };

export function kind<S>(recipe: Recipe<S>): NodeKind {
  const { type, label, hint, group, fresh } = recipe;
  return {
    type,
    label,
    hint,
    group,
    fresh,
    ports: (raw) => {
      const read = readable(recipe, raw, new Problems(""));
      return read ? once(recipe.ports(read.settings)) : [];
    },
    check: (raw, node) => {
      const problems = new Problems(node);
      return readable(recipe, raw, problems) ? problems.found : [unreadable(recipe, raw, node)];
    },
    sentence: (raw, name) => {
      const read = readable(recipe, raw, new Problems(""));
      return read ? short(recipe.says(read.settings, name)) : INCOMPLETE;
    },
  };
}

/** Settings as the server takes them: none are none, whatever is written instead. */
export function settingsOf(raw: Json | undefined): Fields {
  return isObject(raw) && isGiven(raw) ? raw : {};
}

function readable<S>(
  recipe: Recipe<S>,
  raw: Fields,
  problems: Problems,
): { readonly settings: S } | null {
  try {
    return { settings: recipe.parse(raw, problems) };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function unreadable<S>(recipe: Recipe<S>, raw: Fields, node: string): Problem {
  try {
    recipe.parse(raw, new Problems(node));
  } catch (error) {
    return { field: "settings", code: "unreadable", remedy: (error as Error).message, node };
  }
  throw new Error("these settings can be read");
}

/** Two ports of one name are one: the problem says so, the drawing needs one place. */
function once(ports: readonly Port[]): readonly Port[] {
  const byKey = new Map<string, Port>();
  for (const port of ports) if (!byKey.has(port.key)) byKey.set(port.key, port);
  return [...byKey.values()];
}

/** Without what is already said. */
function short(said: Sentence): Sentence {
  const twice = said.what.toLowerCase().includes(said.more.toLowerCase());
  return twice ? { what: said.what, more: "" } : said;
}
