/** A journey's document as it is stored and compiled; see docs/documents.md. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Fields = { readonly [key: string]: Json };

export const NODE_TYPES = [
  "entry",
  "message",
  "delay",
  "wait_for_event",
  "condition_split",
  "random_split",
  "update_trait",
  "move_stage",
  "jump",
  "goal",
  "exit",
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** `type` may be anything in a draft; `isNodeType` tells. */
export interface NodeDocument {
  readonly key: string;
  readonly type: string;
  readonly name?: string;
  readonly settings?: Fields;
}

/** Without a `port` it leaves through "next". */
export interface EdgeDocument {
  readonly from: string;
  readonly port?: string;
  readonly to: string;
}

/** Words on the canvas; positions and sizes are in the canvas's own units. */
export interface Note {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly color?: string;
}

/** Where things stand on the canvas: nothing that a run depends on. */
export interface Layout {
  readonly positions?: { readonly [node: string]: readonly [number, number] };
  readonly notes?: readonly Note[];
}

export interface JourneyDocument {
  readonly tier?: string;
  readonly priority?: number;
  readonly longest_stay?: Fields | null;
  readonly nodes: readonly NodeDocument[];
  readonly edges: readonly EdgeDocument[];
  readonly layout?: Layout;
}

/** Something wrong: the path inside the node's settings or the document, a stable code, a remedy. */
export interface Problem {
  readonly field: string;
  readonly code: string;
  readonly remedy: string;
  /** The node's key; "" where it is about the journey. */
  readonly node: string;
}

export function isNodeType(type: string): type is NodeType {
  return (NODE_TYPES as readonly string[]).includes(type);
}

export function portOf(edge: EdgeDocument): string {
  return edge.port ?? "next";
}

export function nodeOf(document: JourneyDocument, key: string): NodeDocument | undefined {
  return document.nodes.find((node) => node.key === key);
}

/** Whether the editor can draw it: a draft that came by the API may be any shape. */
export function isDrawable(document: unknown): document is JourneyDocument {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return false;
  const { nodes, edges, layout } = document as Record<string, unknown>;
  return (
    isListOf(nodes, (node) => typeof node.key === "string" && typeof node.type === "string") &&
    isListOf(edges, (edge) => typeof edge.from === "string" && typeof edge.to === "string") &&
    new Set(nodes.map((node) => node.key)).size === nodes.length &&
    (layout === undefined || (typeof layout === "object" && layout !== null))
  );
}

function isListOf(
  value: unknown,
  fits: (item: Record<string, unknown>) => boolean,
): value is Record<string, unknown>[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && fits(item))
  );
}
