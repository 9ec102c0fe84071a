/** Which ways lead out of a node and into it, and which ones may be drawn. */

import { portsOf as portsOfKind } from "../nodes";
import type { Port } from "../nodes/types";
import {
  type EdgeDocument,
  type JourneyDocument,
  type NodeDocument,
  nodeOf,
  portOf,
} from "./document";

const drawn = new WeakMap<object, readonly Port[]>();

/** The ports that a node's type and settings give; none where its settings can't be read. */
export function portsOf(node: NodeDocument): readonly Port[] {
  const before = drawn.get(node);
  if (before) return before;
  const ports = portsOfKind(node);
  drawn.set(node, ports);
  return ports;
}

/** Its ports, and those by which ways leave although the type doesn't know them. */
export function allPortsOf(document: JourneyDocument, node: NodeDocument): readonly Port[] {
  const ports = portsOf(node);
  const strange = waysFrom(document, node.key)
    .map(portOf)
    .filter((key) => !ports.some((port) => port.key === key));
  return strange.length === 0
    ? ports
    : [...ports, ...[...new Set(strange)].map((key) => ({ key, words: key }))];
}

const outgoing = new WeakMap<object, ReadonlyMap<string, readonly EdgeDocument[]>>();
const NO_WAYS: readonly EdgeDocument[] = [];

/** The ways that leave a node, as they stand in the document. */
export function waysFrom(document: JourneyDocument, key: string): readonly EdgeDocument[] {
  let index = outgoing.get(document.edges);
  if (!index) {
    index = byStart(document.edges);
    outgoing.set(document.edges, index);
  }
  return index.get(key) ?? NO_WAYS;
}

export function waysInto(document: JourneyDocument, key: string): readonly EdgeDocument[] {
  return document.edges.filter((edge) => edge.to === key);
}

/** Where a port leads; undefined where nowhere. */
export function targetOf(
  document: JourneyDocument,
  from: string,
  port: string,
): string | undefined {
  return waysFrom(document, from).find((edge) => portOf(edge) === port)?.to;
}

/** Why this way may not be drawn; "" where it may. */
export function refusal(document: JourneyDocument, from: string, port: string, to: string): string {
  const start = nodeOf(document, from);
  const end = nodeOf(document, to);
  if (!start || !end) return "One of the two nodes is gone.";
  if (from === to) return "A node can’t lead to itself; use “Go back” for a loop.";
  if (end.type === "entry") return "Nothing leads into the entry: people come in there.";
  if (!portsOf(start).some((known) => known.key === port)) return `There is no port “${port}”.`;
  return "";
}

function byStart(edges: readonly EdgeDocument[]): ReadonlyMap<string, readonly EdgeDocument[]> {
  const index = new Map<string, EdgeDocument[]>();
  for (const edge of edges) {
    const before = index.get(edge.from);
    if (before) before.push(edge);
    else index.set(edge.from, [edge]);
  }
  return index;
}
