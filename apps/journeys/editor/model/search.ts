/** Finds nodes and notes by what people see of them. */

import { KINDS } from "../nodes";
import { isNodeType, type JourneyDocument, type NodeDocument } from "./document";
import { noteName, notesOf } from "./notes";

export interface Found {
  /** The node's key, or the note's name. */
  readonly name: string;
  /** The node's type; "note" for a note. */
  readonly type: string;
  readonly title: string;
  readonly more: string;
}

/** How a node reads: its sentence. */
export type Title = (node: NodeDocument) => { readonly what: string; readonly more: string };

/** Everything that fits all the words, best first; all of it where there are no words. */
export function search(document: JourneyDocument, words: string, titleOf: Title): readonly Found[] {
  const asked = plain(words).split(" ").filter(Boolean);
  return everything(document, titleOf)
    .map(({ found, texts }) => ({ found, score: score(texts, asked) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

/** Of any list: what fits all the words, best first. */
export function fitting<T>(
  items: readonly T[],
  words: string,
  textsOf: (item: T) => readonly string[],
): readonly T[] {
  const asked = plain(words).split(" ").filter(Boolean);
  return items
    .map((item) => ({ item, score: score(textsOf(item).map(plain), asked) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function everything(
  document: JourneyDocument,
  titleOf: Title,
): readonly { found: Found; texts: readonly string[] }[] {
  const nodes = document.nodes.map((node) => {
    const said = titleOf(node);
    const label = isNodeType(node.type) ? KINDS[node.type].label : node.type;
    const more = [node.name, said.more].filter((text) => text && text !== said.what).join(" · ");
    return {
      found: { name: node.key, type: node.type, title: said.what, more },
      texts: [said.what, node.name ?? "", node.key, label, said.more].map(plain),
    };
  });
  const notes = notesOf(document).map((note) => ({
    found: { name: noteName(note.id), type: "note", title: firstLine(note.text), more: "Note" },
    texts: [plain(note.text), "note"],
  }));
  return [...nodes, ...notes];
}

/** 0 where a word is missing; more for earlier texts and for beginnings of words. */
function score(texts: readonly string[], asked: readonly string[]): number {
  let total = 1;
  for (const word of asked) {
    let best = 0;
    texts.forEach((text, index) => {
      const at = text.indexOf(word);
      if (at < 0) return;
      const begins = at === 0 ? 3 : /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") ? 1 : 2;
      best = Math.max(best, begins / (index + 1));
    });
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** Small letters without accents, so that “e-mail” and “E‑Mail”, “cafe” and “Café” are found. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u2010-\u2015]/g, "-")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] || "Empty note";
}
