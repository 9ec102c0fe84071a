/** Where nodes go that have no place, and all of them when the drawing is tidied. */

import type { ElkExtendedEdge, ElkNode, ElkPort } from "elkjs/lib/elk-api";
import { type JourneyDocument, type NodeDocument, nodeOf, portOf } from "./document";
import { COLUMN, freePlace, joined, type Place, type Places, placesOf, ROW } from "./places";
import type { SizeOf, Size } from "./size";
import { allPortsOf, waysInto } from "./ways";

/** What elkjs makes of it is read with `placesFrom`. */
export type Laid = Pick<ElkNode, "children">;

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.layered.spacing.nodeNodeBetweenLayers": "76",
  "elk.spacing.nodeNode": "48",
  "elk.spacing.edgeNode": "28",
  "elk.spacing.componentComponent": "72",
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  "elk.layered.considerModelOrder.components": "MODEL_ORDER",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
} as const;

/** The nodes that stand nowhere: neither in the document nor among these places. */
export function unplaced(document: JourneyDocument, places: Places): readonly string[] {
  const own = placesOf(document);
  return document.nodes.map((node) => node.key).filter((key) => !own[key] && !places[key]);
}

/** The journey as elkjs reads it: from top to bottom, with the ports in their order. */
export function elkGraph(document: JourneyDocument, sizeOf: SizeOf): ElkNode {
  const keys = new Set(document.nodes.map((node) => node.key));
  const edges = document.edges.flatMap((edge, index): ElkExtendedEdge[] =>
    keys.has(edge.from) && keys.has(edge.to)
      ? [
          {
            id: `way ${index}`,
            sources: [portId(edge.from, portOf(edge))],
            targets: [inId(edge.to)],
          },
        ]
      : [],
  );
  return {
    id: "journey",
    layoutOptions: OPTIONS,
    children: inReadingOrder(document).map((node) => elkNode(document, node, sizeOf(node.key))),
    edges,
  };
}

/** The places of what was laid out; the entry, or else the first node, keeps where it stands. */
export function placesFrom(laid: Laid, document: JourneyDocument): Places {
  const children = laid.children ?? [];
  const anchor = document.nodes.find((node) => node.type === "entry") ?? document.nodes[0];
  const held = anchor ? (placesOf(document)[anchor.key] ?? [0, 0]) : [0, 0];
  const found = children.find((child) => child.id === anchor?.key);
  const [dx, dy] = [(held[0] ?? 0) - (found?.x ?? 0), (held[1] ?? 0) - (found?.y ?? 0)];
  return Object.fromEntries(
    children.map((child): [string, Place] => [
      child.id,
      [Math.round((child.x ?? 0) + dx), Math.round((child.y ?? 0) + dy)],
    ]),
  );
}

/** Places for the few nodes that have none: below who leads there, else beside the others. */
export function placesBeside(document: JourneyDocument, known: Places): Places {
  const all = joined(known, placesOf(document)) as { [key: string]: Place };
  const found: { [key: string]: Place } = {};
  for (const key of unplaced(document, known)) {
    const before = waysInto(document, key).map((way) => all[way.from]);
    const above = before.find((place) => place !== undefined);
    const place = freePlace(all, above ? [above[0], above[1] + ROW] : outside(all));
    all[key] = found[key] = place;
  }
  return found;
}

function outside(places: Places): Place {
  const all = Object.values(places);
  if (all.length === 0) return [0, 0];
  return [Math.max(...all.map(([x]) => x)) + COLUMN, Math.min(...all.map(([, y]) => y))];
}

function elkNode(document: JourneyDocument, node: NodeDocument, size: Size): ElkNode {
  const ports = allPortsOf(document, node);
  return {
    id: node.key,
    ...size,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: [
      elkPort(inId(node.key), size.width / 2, 0, "NORTH"),
      ...ports.map((port, index) =>
        elkPort(
          portId(node.key, port.key),
          ((index + 0.5) / ports.length) * size.width,
          size.height,
          "SOUTH",
        ),
      ),
    ],
  };
}

function elkPort(id: string, x: number, y: number, side: "NORTH" | "SOUTH"): ElkPort {
  return { id, x, y, width: 0, height: 0, layoutOptions: { "elk.port.side": side } };
}

/** Breadth first by ports, so that what elkjs is free to choose follows the ports. */
function inReadingOrder(document: JourneyDocument): readonly NodeDocument[] {
  const order = new Map<string, NodeDocument>();
  const entries = document.nodes.filter((node) => node.type === "entry");
  for (const root of [...entries, ...document.nodes]) {
    const todo = [root];
    for (let node = todo.shift(); node; node = todo.shift()) {
      if (order.has(node.key)) continue;
      order.set(node.key, node);
      const rank = new Map(allPortsOf(document, node).map((port, index) => [port.key, index]));
      const ways = document.edges.filter((edge) => edge.from === node?.key);
      ways.sort((a, b) => (rank.get(portOf(a)) ?? 0) - (rank.get(portOf(b)) ?? 0));
      for (const way of ways) {
        const next = nodeOf(document, way.to);
        if (next) todo.push(next);
      }
    }
  }
  return [...order.values()];
}

function portId(key: string, port: string): string {
  return `${key}\u0000.${port}`;
}

function inId(key: string): string {
  return `${key}\u0000`;
}
