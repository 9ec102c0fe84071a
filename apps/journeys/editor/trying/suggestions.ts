/** Events worth trying: those that the document itself waits for, ends by, or begins with. */

import type { Fields, Json, JourneyDocument, NodeDocument } from "../model/document";
import { at, isObject, textAt } from "../nodes/reading";
import type { Answer } from "./answer";
import type { ComingEvent, Row } from "./form";
import { typedOf } from "./values";

export interface Suggestion {
  readonly name: string;
  /** What it does in this journey. */
  readonly why: string;
  readonly properties: readonly Row[];
}

/** What stands for a property of which nothing but its being there is asked; so says the server. */
const EXAMPLE = "example";
const WHY: { readonly [type: string]: string } = {
  wait_for_event: "ends a wait",
  goal: "goal",
  exit: "exit",
  entry: "lets in",
};
const ORDER = Object.keys(WHY);

/** Each event once, what ends waits first. */
export function suggestionsOf(document: JourneyDocument): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  const asking = document.nodes.filter(({ type }) => type in WHY);
  asking.sort((one, other) => ORDER.indexOf(one.type) - ORDER.indexOf(other.type));
  for (const node of asking) {
    const name = textAt(settingsOf(node), "event").trim();
    if (!name || found.has(name)) continue;
    const properties = node.type === "entry" ? entryOf(node, document) : propertiesOf(node);
    found.set(name, { name, why: WHY[node.type] ?? "", properties });
  }
  return [...found.values()];
}

/**
 * The event as the next one to come: when a wait for it has begun, as far as a trial told; or an
 * hour after the start, or a day after the last one.
 */
export function addedTo(
  events: readonly ComingEvent[],
  { name, properties }: Pick<Suggestion, "name" | "properties">,
  told: Told | null = null,
): readonly ComingEvent[] {
  const id = 1 + Math.max(0, ...events.map((event) => event.id));
  const last = Math.max(0, ...events.map(minutesOf));
  const awaited = told ? withinWait(told, name) : null;
  const after = awaited
    ? awaited
    : events.length
      ? { count: Math.floor(last / 1440) + 1, unit: "days" as const }
      : { count: 1, unit: "hours" as const };
  return [...events, { id, name, properties, ...after }];
}

/** What of a trial's answer says when somebody waits for an event. */
export type Told = Pick<Answer, "at" | "steps">;

/** A round time after the start at which the wait for this event goes on. */
function withinWait(told: Told, name: string): Pick<ComingEvent, "count" | "unit"> | null {
  const wait = told.steps.find((step) => step.waits_for === name);
  if (!wait) return null;
  const from = (Date.parse(wait.at) - Date.parse(told.at)) / 3600_000;
  const until = wait.until ? (Date.parse(wait.until) - Date.parse(told.at)) / 3600_000 : Infinity;
  const days = Math.floor(from / 24) + 1;
  if (days * 24 < until) return { count: days, unit: "days" };
  const hours = Math.floor(from) + 1;
  if (hours < until) return { count: hours, unit: "hours" };
  return { count: Math.floor(from * 60) + 1, unit: "minutes" };
}

export function minutesOf(event: ComingEvent): number {
  const minutes = event.count * { minutes: 1, hours: 60, days: 1440 }[event.unit];
  return event.before ? -minutes : minutes;
}

/** The entry's: its key, what later events must match, and what it is asked; each once. */
function entryOf(entry: NodeDocument, document: JourneyDocument): readonly Row[] {
  const used = [textAt(settingsOf(entry), "key")];
  for (const node of document.nodes) {
    used.push(textAt(settingsOf(node), "from_entry"));
    for (const match of matchesOf(node)) used.push(textAt(match, "entry"));
  }
  const rows = used.filter(Boolean).map((key) => ({ key, value: EXAMPLE }));
  const byKey = new Map([...rows, ...propertiesOf(entry)].map((row) => [row.key, row]));
  return [...byKey.values()];
}

function matchesOf(node: NodeDocument): readonly Fields[] {
  const matches = at(settingsOf(node), "match");
  return (Array.isArray(matches) ? matches : []).filter(isObject);
}

/** Properties with which the node hears of the event, as far as that can be told. */
function propertiesOf(node: NodeDocument): readonly Row[] {
  const settings = settingsOf(node);
  const matched = matchesOf(node).map((match) => ({
    key: textAt(match, "property"),
    value: EXAMPLE,
  }));
  return [...matched, ...asked(at(settings, "where"))].filter(({ key }) => key);
}

/** The leaves about the event that must hold; of several that may, the first. */
function asked(condition: Json | undefined): readonly Row[] {
  if (!isObject(condition)) return [];
  const all = at(condition, "all");
  if (Array.isArray(all)) return all.flatMap(asked);
  const any = at(condition, "any");
  if (Array.isArray(any)) return asked(any[0]);
  const key = textAt(condition, "event");
  const value = fitting(textAt(condition, "op", "eq"), at(condition, "value"));
  return key && value !== undefined ? [{ key, value: typedOf(value) }] : [];
}

function fitting(op: string, value: Json | undefined): Json | undefined {
  switch (op) {
    case "eq":
    case "gte":
    case "lte":
      return value;
    case "gt":
      return typeof value === "number" ? value + 1 : undefined;
    case "lt":
      return typeof value === "number" ? value - 1 : undefined;
    case "in":
      return Array.isArray(value) ? value[0] : undefined;
    case "contains":
      return typeof value === "string" ? value : undefined;
    case "exists":
      return EXAMPLE;
    default:
      return undefined;
  }
}

function settingsOf(node: NodeDocument): Fields {
  return isObject(node.settings) ? node.settings : {};
}
