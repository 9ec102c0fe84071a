/** Keys of new nodes. */

import type { JourneyDocument } from "./document";

const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

/** A key that no node has. By chance, not counted up: a key that is gone never means another node. */
export function freshKey(document: JourneyDocument, type: string): string {
  const taken = new Set(document.nodes.map((node) => node.key));
  for (;;) {
    let key = `${type.slice(0, 40)}_`;
    for (let i = 0; i < 5; i += 1) key += LETTERS[Math.floor(Math.random() * LETTERS.length)];
    if (!taken.has(key)) return key;
  }
}
