/** What is copied, as text for the clipboard: also between journeys, windows and people. */

import { isDrawable, type JourneyDocument, type Note } from "./document";
import { type Fragment, fragmentOf, middleOf, type Pasted, withFragment } from "./fragment";
import { notesOf } from "./notes";
import { type Place, placesOf } from "./places";

/** Tells our text from any other that may be on the clipboard. */
const MARK = "throughline/nodes";
const VERSION = 1;

/** The text of these nodes and notes; "" where there are none. */
export function copied(document: JourneyDocument, selected: Iterable<string>): string {
  const fragment = fragmentOf(document, selected);
  if (fragment.nodes.length + fragment.notes.length === 0) return "";
  return JSON.stringify({ kind: MARK, version: VERSION, ...fragment }, null, 1);
}

/** What such a text holds; null where it is something else, or not whole. */
export function readCopied(text: string): Fragment | null {
  if (!text.includes(MARK)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  const { kind, nodes, edges, positions, notes } = value as Record<string, unknown>;
  const document: unknown = { nodes, edges, layout: { positions, notes } };
  if (kind !== MARK || !isDrawable(document)) return null;
  const keys = new Set(document.nodes.map((node) => node.key));
  return {
    nodes: document.nodes,
    edges: document.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to)),
    positions: placesOf(document),
    notes: notesOf(document) as readonly Note[],
  };
}

/** The document with the fragment's middle at `at`; just aside where that would cover the same. */
export function pasted(document: JourneyDocument, fragment: Fragment, at: Place): Pasted {
  const [x, y] = middleOf(fragment);
  return withFragment(document, fragment, [Math.round(at[0] - x), Math.round(at[1] - y)]);
}
