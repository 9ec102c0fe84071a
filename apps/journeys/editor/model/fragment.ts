/** A part of a journey on its own: what is copied, pasted and duplicated. */

import type { EdgeDocument, JourneyDocument, NodeDocument, Note } from "./document";
import { freshKey } from "./keys";
import { freshNoteId, isNoteName, noteId, noteName, notesOf, rawNotes, withNotes } from "./notes";
import { type Place, type Places, placesOf, withPlaces } from "./places";

export interface Fragment {
  readonly nodes: readonly NodeDocument[];
  /** The ways between these nodes. */
  readonly edges: readonly EdgeDocument[];
  readonly positions: Places;
  readonly notes: readonly Note[];
}

export interface Pasted {
  readonly document: JourneyDocument;
  /** The new nodes' keys and the new notes' names, in the order of the fragment. */
  readonly keys: readonly string[];
}

const ASIDE = 32;

/** The selected nodes (by key) and notes (by name) with the ways between them. */
export function fragmentOf(document: JourneyDocument, selected: Iterable<string>): Fragment {
  const names = new Set(selected);
  const nodes = document.nodes.filter((node) => names.has(node.key));
  const keys = new Set(nodes.map((node) => node.key));
  const places = placesOf(document);
  return {
    nodes,
    edges: document.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to)),
    positions: Object.fromEntries(
      [...keys].flatMap((key) => (places[key] ? [[key, places[key]]] : [])),
    ),
    notes: notesOf(document).filter((note) => names.has(noteName(note.id))),
  };
}

/**
 * The document with a copy of the fragment, moved by `shift`; every key is made fresh. A journey
 * has one entry: a second one is left out.
 */
export function withFragment(
  document: JourneyDocument,
  fragment: Fragment,
  [dx, dy]: Place,
): Pasted {
  let hasEntry = document.nodes.some((node) => node.type === "entry");
  const keys = new Map<string, string>();
  let nodes = document.nodes;
  for (const node of fragment.nodes) {
    if (node.type === "entry" && hasEntry) continue;
    hasEntry ||= node.type === "entry";
    const key = freshKey({ ...document, nodes }, node.type);
    keys.set(node.key, key);
    nodes = [...nodes, { ...node, key }];
  }
  const edges = fragment.edges.flatMap((edge) => {
    const [from, to] = [keys.get(edge.from), keys.get(edge.to)];
    return from && to ? [{ ...edge, from, to }] : [];
  });
  const places = Object.entries(fragment.positions).flatMap(([before, [x, y]]) => {
    const key = keys.get(before);
    return key ? [[key, [x + dx, y + dy]]] : [];
  });
  if (nodes !== document.nodes)
    document = { ...document, nodes, edges: [...document.edges, ...edges] };
  document = withPlaces(document, Object.fromEntries(places));
  const names: string[] = [...keys.values()];
  for (const note of fragment.notes) {
    const copy = { ...note, id: freshNoteId(document), x: note.x + dx, y: note.y + dy };
    document = withNotes(document, [...rawNotes(document), copy]);
    names.push(noteName(copy.id));
  }
  return { document, keys: names };
}

/** A copy of these nodes and notes, a little aside. */
export function duplicate(document: JourneyDocument, keys: Iterable<string>): Pasted {
  return withFragment(document, fragmentOf(document, keys), [ASIDE, ASIDE]);
}

/** The middle of a fragment on the canvas. */
export function middleOf(fragment: Fragment): Place {
  const corners = [
    ...Object.values(fragment.positions),
    ...fragment.notes.map((note): Place => [note.x, note.y]),
  ];
  if (corners.length === 0) return [0, 0];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** The keys of nodes and the ids of notes among selected names. */
export function parted(selected: Iterable<string>): { nodes: string[]; notes: Set<string> } {
  const all = [...selected];
  return {
    nodes: all.filter((name) => !isNoteName(name)),
    notes: new Set(all.filter(isNoteName).map(noteId)),
  };
}
