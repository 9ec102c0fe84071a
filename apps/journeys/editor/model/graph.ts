/**
 * What can be done with a journey's nodes and ways: pure functions from document to document.
 *
 * Each keeps what it doesn't know, and gives the same document back where it changes nothing.
 */

import { KINDS } from "../nodes";
import {
  type EdgeDocument,
  type Fields,
  isNodeType,
  type JourneyDocument,
  type Json,
  type NodeDocument,
  nodeOf,
  portOf,
} from "./document";
import { freshKey } from "./keys";
import {
  COLUMN,
  freePlace,
  type Place,
  type Places,
  placesOf,
  pushDown,
  withoutPlaces,
  withPlaces,
} from "./places";
import { estimate, GAP } from "./size";
import { portsOf, refusal, targetOf, waysFrom } from "./ways";

export { allPortsOf, portsOf, refusal, targetOf, waysFrom, waysInto } from "./ways";
export { duplicate } from "./fragment";
export { freshKey } from "./keys";

export interface Added {
  readonly document: JourneyDocument;
  readonly key: string;
}

export interface Way {
  readonly from: string;
  readonly port: string;
}

export interface AddOptions {
  readonly at?: Place;
  readonly settings?: Fields;
  readonly name?: string;
  /** The port that leads to the new node; where it led before follows the new node. */
  readonly after?: Way;
}

export interface JourneyPart {
  readonly tier?: string | undefined;
  readonly priority?: number | undefined;
  readonly longest_stay?: Fields | null | undefined;
}

/** A new node, and its key. */
export function addNode(document: JourneyDocument, type: string, options: AddOptions = {}): Added {
  const key = freshKey(document, type);
  const settings = options.settings ?? (isNodeType(type) ? KINDS[type].fresh() : {});
  const node = { key, type, ...(options.name ? { name: options.name } : {}), settings };
  const added = { ...document, nodes: [...document.nodes, node] };
  const { after } = options;
  if (!after || refusal(added, after.from, after.port, key)) {
    return { document: options.at ? moveNodes(added, { [key]: options.at }) : added, key };
  }
  const onward = targetOf(document, after.from, after.port);
  const [first] = portsOf(node);
  let joined = connect(added, after.from, after.port, key);
  if (onward !== undefined && first) joined = connect(joined, key, first.key, onward);
  return { document: placed(joined, key, after, onward, options.at), key };
}

/** A new node in the middle of a way: its first port leads on. */
export function insertOnEdge(
  document: JourneyDocument,
  from: string,
  port: string,
  type: string,
  options: Omit<AddOptions, "after"> = {},
): Added {
  return addNode(document, type, { ...options, after: { from, port } });
}

/** Draws a way; a port that is taken leads to the new node instead. */
export function connect(
  document: JourneyDocument,
  from: string,
  port: string,
  to: string,
): JourneyDocument {
  return reconnect(document, { from, port }, { from, port }, to);
}

/** Leads a way from another port, or to another node, or both. */
export function reconnect(
  document: JourneyDocument,
  way: Way,
  start: Way,
  to: string,
): JourneyDocument {
  if (refusal(document, start.from, start.port, to)) return document;
  const moved = document.edges.find((edge) => isWay(edge, way));
  if (moved && isWay(moved, start) && moved.to === to) return document;
  const edge = moved && isWay(moved, start) ? { ...moved, to } : { ...moved, ...start, to };
  const left = document.edges.filter((one) => one === moved || !isWay(one, start));
  const edges = moved ? left.map((one) => (one === moved ? edge : one)) : [...left, edge];
  return { ...document, edges };
}

/** Takes a way out. */
export function disconnect(document: JourneyDocument, from: string, port: string): JourneyDocument {
  const edges = document.edges.filter((edge) => !isWay(edge, { from, port }));
  return edges.length === document.edges.length ? document : { ...document, edges };
}

/** Takes nodes out; who led there goes on to where the first way of the removed one led. */
export function removeNodes(document: JourneyDocument, keys: Iterable<string>): JourneyDocument {
  const asked = new Set(keys);
  const gone = new Set(document.nodes.map((node) => node.key).filter((key) => asked.has(key)));
  if (gone.size === 0) return document;
  const edges = document.edges.flatMap((edge) => {
    if (gone.has(edge.from)) return [];
    if (!gone.has(edge.to)) return [edge];
    const to = onwardFrom(document, edge.to, gone);
    return to === undefined || to === edge.from ? [] : [{ ...edge, to }];
  });
  const nodes = document.nodes.filter((node) => !gone.has(node.key));
  return withoutPlaces({ ...document, nodes, edges }, gone);
}

export function moveNodes(document: JourneyDocument, places: Places): JourneyDocument {
  const known = Object.entries(places).filter(([key]) => nodeOf(document, key));
  return withPlaces(document, Object.fromEntries(known));
}

/**
 * Settings as a whole. Ways of ports that are gone are dropped; `renamed` tells which port has
 * another name now ({before: after}): its way follows.
 */
export function setSettings(
  document: JourneyDocument,
  key: string,
  settings: Fields,
  renamed: { readonly [before: string]: string } = {},
): JourneyDocument {
  const node = nodeOf(document, key);
  if (!node || node.settings === settings) return document;
  const next: NodeDocument = { ...node, settings };
  const before = portsOf(node).map((port) => port.key);
  const after = new Set(portsOf(next).map((port) => port.key));
  const taken = new Set<string>();
  const edges = document.edges.flatMap((edge) => {
    if (edge.from !== key) return [edge];
    const port = Object.hasOwn(renamed, portOf(edge)) ? renamed[portOf(edge)] : portOf(edge);
    const lost = before.includes(portOf(edge)) && !after.has(port ?? "");
    if (port === undefined || lost || taken.has(port)) return [];
    taken.add(port);
    return [port === portOf(edge) ? edge : { ...edge, port }];
  });
  const same =
    edges.length === document.edges.length && edges.every((e, i) => e === document.edges[i]);
  return { ...withNode(document, next), edges: same ? document.edges : edges };
}

/** One setting; undefined takes it out. */
export function setField(
  document: JourneyDocument,
  key: string,
  field: string,
  value: Json | undefined,
  renamed: { readonly [before: string]: string } = {},
): JourneyDocument {
  const node = nodeOf(document, key);
  if (!node || node.settings?.[field] === value) return document;
  const { [field]: _, ...rest } = node.settings ?? {};
  const settings = value === undefined ? rest : { ...node.settings, [field]: value };
  return setSettings(document, key, settings, renamed);
}

/** What people call it; "" takes the name away. */
export function renameNode(document: JourneyDocument, key: string, name: string): JourneyDocument {
  const node = nodeOf(document, key);
  if (!node || (node.name ?? "") === name) return document;
  const { name: _, ...rest } = node;
  return withNode(document, name === "" ? rest : { ...node, name });
}

/** What holds for the journey as a whole; undefined takes it out. */
export function setJourney(document: JourneyDocument, part: JourneyPart): JourneyDocument {
  const changed = Object.entries(part).filter(
    ([field, value]) => document[field as keyof JourneyPart] !== value,
  );
  if (changed.length === 0) return document;
  const next = { ...document, ...Object.fromEntries(changed) };
  const all = Object.entries(next).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as unknown as JourneyDocument;
}

function placed(
  document: JourneyDocument,
  key: string,
  after: Way,
  onward: string | undefined,
  at: Place | undefined,
): JourneyDocument {
  const places = placesOf(document);
  const start = places[after.from];
  if (!start) return at ? moveNodes(document, { [key]: at }) : document;
  const end = onward === undefined ? undefined : places[onward];
  const isBelow = end !== undefined && end[1] > start[1];
  const top = start[1] + estimate(document, after.from).height + GAP;
  const [x, y] = at ?? (isBelow ? [end[0], top] : besideSiblings(document, after, start[0], top));
  const bottom = y + estimate(document, key).height + GAP;
  const roomy = isBelow && onward !== undefined ? pushDown(document, onward, bottom) : document;
  return moveNodes(roomy, { [key]: at ?? freePlace(placesOf(roomy), [x, y]) });
}

/** Below the node, to the side where its port is. */
function besideSiblings(document: JourneyDocument, after: Way, x: number, y: number): Place {
  const start = nodeOf(document, after.from);
  const ports = start ? portsOf(start) : [];
  const index = ports.findIndex((port) => port.key === after.port);
  return [x + (index - (ports.length - 1) / 2) * COLUMN, y];
}

/** Where a removed node's first way led, past those that are removed with it. */
function onwardFrom(
  document: JourneyDocument,
  key: string,
  gone: ReadonlySet<string>,
): string | undefined {
  const seen = new Set<string>();
  let at: string | undefined = key;
  while (at !== undefined && gone.has(at) && !seen.has(at)) {
    seen.add(at);
    at = firstWay(document, at);
  }
  return at !== undefined && gone.has(at) ? undefined : at;
}

function firstWay(document: JourneyDocument, key: string): string | undefined {
  const node = nodeOf(document, key);
  const ports = node ? portsOf(node).map((port) => port.key) : [];
  // Back to where a removed jump led would be a loop without end.
  const order = node?.type === "jump" ? ports.filter((port) => port !== "again") : ports;
  for (const port of order) {
    const to = targetOf(document, key, port);
    if (to !== undefined) return to;
  }
  return ports.length > 0 ? undefined : waysFrom(document, key)[0]?.to;
}

function withNode(document: JourneyDocument, node: NodeDocument): JourneyDocument {
  return { ...document, nodes: document.nodes.map((one) => (one.key === node.key ? node : one)) };
}

function isWay(edge: EdgeDocument, way: Way): boolean {
  return edge.from === way.from && portOf(edge) === way.port;
}
