/**
 * What the editor says of documents, for the comparison with the server: of each line of JSON that
 * comes in, one line goes out. See tests/journeys/test_editor_agrees.py.
 */

import { createInterface } from "node:readline";
import { check } from "../../apps/journeys/editor/model/check";
import {
  isDrawable,
  type JourneyDocument,
  type NodeDocument,
} from "../../apps/journeys/editor/model/document";
import { moveNodes, renameNode, setSettings } from "../../apps/journeys/editor/model/graph";
import { portsOf, sentenceOf } from "../../apps/journeys/editor/nodes";

interface Asked {
  readonly document: unknown;
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const { document } = JSON.parse(line) as Asked;
  const drawable = isDrawable(document);
  const answer = {
    ...check(document),
    drawable,
    nodes: drawable ? document.nodes.map(said) : [],
    again: drawable ? untouched(document) : document,
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});

function said(node: NodeDocument): unknown {
  const ports = portsOf(node).map(({ key, words }) => [key, words]);
  const { what, more } = sentenceOf(node);
  return { key: node.key, ports, says: [what, more] };
}

/** As it is saved after changes that change nothing: every object is a new one. */
function untouched(document: JourneyDocument): JourneyDocument {
  const copied = {
    ...document,
    nodes: document.nodes.map((node) => ({ ...node })),
    edges: document.edges.map((edge) => ({ ...edge })),
  };
  if (check(document).problems.length > 0) return copied;
  const same = (known: JourneyDocument, { key, settings, name }: NodeDocument) => {
    // Settings that are no object are nothing that a form could set.
    const set = isObject(settings) ? setSettings(known, key, { ...settings }) : known;
    return name === undefined ? set : renameNode(set, key, name);
  };
  return document.nodes.reduce(same, moveNodes(copied, {}));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
