/** Puts together what two people did to one draft, where they touched different things. */

import type { EdgeDocument, JourneyDocument, NodeDocument, Note } from "../model/document";
import { same } from "../model/same";
import { edgeId } from "../overlay";
import type { Work } from "./work";

export interface Merged {
  /** null where both touched the same. */
  readonly work: Work | null;
  /** What both touched: a node's key, or a field of the journey. */
  readonly collisions: readonly string[];
}

type Named<T> = ReadonlyMap<string, T>;

/** `base` is what both began from. */
export function merge(base: Work, mine: Work, theirs: Work): Merged {
  const ours = apart(base.document, mine.document, theirs.document);
  const collisions = new Set<string>();
  const work: Work = {
    name: pick(base.name, mine.name, theirs.name, "name", collisions),
    description: pick(
      base.description,
      mine.description,
      theirs.description,
      "description",
      collisions,
    ),
    document: documents(base.document, ours, theirs.document, collisions),
  };
  return { work: collisions.size ? null : work, collisions: [...collisions] };
}

function documents(
  base: JourneyDocument,
  mine: JourneyDocument,
  theirs: JourneyDocument,
  collisions: Set<string>,
): JourneyDocument {
  const three = [base, mine, theirs] as const;
  const fields = fieldsOf(three, collisions);
  const [nodes, edges] = [
    three.map((one) => named(one.nodes, (node) => node.key, collisions)),
    three.map((one) => named(one.edges, (edge) => wayOf(edge), collisions)),
  ];
  const merged = together(nodes as Three<NodeDocument>, (key) => key, collisions);
  const ways = together(edges as Three<EdgeDocument>, (id) => id.split("\u0000")[0]!, collisions);
  const known = new Set(merged.map((node) => node.key));
  for (const way of ways) {
    if (!known.has(way.from) || !known.has(way.to)) collisions.add(way.from);
  }
  return {
    ...fields,
    nodes: merged,
    edges: ways,
    ...layout(base, mine, theirs, collisions),
  } as JourneyDocument;
}

type Three<T> = [Named<T>, Named<T>, Named<T>];

/** In the order of who changed it, theirs where both did; the others’ come after what they followed. */
function together<T>(
  [base, mine, theirs]: Three<T>,
  touches: (id: string) => string,
  collisions: Set<string>,
): T[] {
  const [first, second] = keepsOrder(base, theirs) ? [mine, theirs] : [theirs, mine];
  const order = [...first.keys()];
  let before = -1;
  for (const id of second.keys()) {
    const at = order.indexOf(id);
    if (at >= 0) before = at;
    else order.splice(++before, 0, id);
  }
  const result: T[] = [];
  for (const id of order) {
    const note = () => collisions.add(touches(id));
    const kept = resolved(base.get(id), mine.get(id), theirs.get(id), note);
    if (kept !== undefined) result.push(kept);
  }
  return result;
}

function keepsOrder<T>(base: Named<T>, other: Named<T>): boolean {
  const was = [...base.keys()].filter((id) => other.has(id));
  const is = [...other.keys()].filter((id) => base.has(id));
  return was.every((id, at) => id === is[at]);
}

function resolved<T>(base: T, mine: T, theirs: T, collide: () => void): T {
  if (same(mine, theirs) || same(base, mine)) return theirs;
  if (!same(base, theirs)) collide();
  return mine;
}

function pick<T>(base: T, mine: T, theirs: T, field: string, collisions: Set<string>): T {
  return resolved(base, mine, theirs, () => collisions.add(field));
}

const APART = new Set(["nodes", "edges", "layout"]);

function fieldsOf(
  [base, mine, theirs]: readonly [JourneyDocument, JourneyDocument, JourneyDocument],
  collisions: Set<string>,
): Record<string, unknown> {
  const read = (document: JourneyDocument, field: string) =>
    (document as unknown as Record<string, unknown>)[field];
  const found: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    if (APART.has(field)) continue;
    const value = pick(
      read(base, field),
      read(mine, field),
      read(theirs, field),
      field,
      collisions,
    );
    if (value !== undefined) found[field] = value;
  }
  return found;
}

/** Where both moved a node it stands where I put it: nobody would notice. Notes are words. */
function layout(
  base: JourneyDocument,
  mine: JourneyDocument,
  theirs: JourneyDocument,
  collisions: Set<string>,
): Pick<JourneyDocument, "layout"> {
  if (!mine.layout && !theirs.layout) return {};
  const [was, ours, others] = [base.layout ?? {}, mine.layout ?? {}, theirs.layout ?? {}];
  const positions: Record<string, readonly [number, number]> = {};
  for (const key of new Set([
    ...Object.keys(others.positions ?? {}),
    ...Object.keys(ours.positions ?? {}),
  ])) {
    const at = resolved(
      was.positions?.[key],
      ours.positions?.[key],
      others.positions?.[key],
      () => undefined,
    );
    if (at) positions[key] = at;
  }
  const three = [was, ours, others].map((one) => named(one.notes ?? [], (n) => n.id, collisions));
  const notes = together(three as Three<Note>, () => "notes", collisions);
  const rest = { ...others, ...ours };
  return { layout: { ...rest, positions, ...(notes.length ? { notes } : { notes: [] }) } };
}

function named<T>(items: readonly T[], id: (item: T) => string, collisions: Set<string>): Named<T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const key = id(item);
    if (found.has(key)) collisions.add(key.split("\u0000")[0]!);
    found.set(key, item);
  }
  return found;
}

function wayOf(edge: EdgeDocument): string {
  return edgeId(edge.from, edge.port ?? "next");
}

/** Mine, with other keys for the nodes that both added under one key. */
function apart(
  base: JourneyDocument,
  mine: JourneyDocument,
  theirs: JourneyDocument,
): JourneyDocument {
  const before = new Set(base.nodes.map((node) => node.key));
  const added = new Map(theirs.nodes.map((node) => [node.key, node]));
  const taken = new Set([...before, ...added.keys(), ...mine.nodes.map((node) => node.key)]);
  const renamed = new Map<string, string>();
  for (const node of mine.nodes) {
    const other = added.get(node.key);
    if (!before.has(node.key) && other && !same(node, other)) {
      const key = free(node.key, taken);
      taken.add(key);
      renamed.set(node.key, key);
    }
  }
  if (!renamed.size) return mine;
  const called = (key: string) => renamed.get(key) ?? key;
  const positions = mine.layout?.positions;
  return {
    ...mine,
    nodes: mine.nodes.map((node) => ({ ...node, key: called(node.key) })),
    edges: mine.edges.map((edge) => ({ ...edge, from: called(edge.from), to: called(edge.to) })),
    ...(positions && {
      layout: {
        ...mine.layout,
        positions: Object.fromEntries(
          Object.entries(positions).map(([key, at]) => [called(key), at]),
        ),
      },
    }),
  };
}

function free(key: string, taken: ReadonlySet<string>): string {
  const stem = key.replace(/-\d+$/, "").slice(0, 60);
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}
