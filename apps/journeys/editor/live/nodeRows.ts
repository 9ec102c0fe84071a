/** Every number of one node, in the order in which it is read. */

import type { NodeDocument } from "../model/document";
import { portsOf } from "../nodes";
import { type LiveAnswer, NOTHING, sum } from "./answer";
import { stopKind } from "./overlayOf";
import { reasonWords, share, verdictWords } from "./words";

export interface Row {
  readonly what: string;
  readonly label: string;
  /** null: a heading of the parts below it. */
  readonly n: number | null;
  /** Such as the share of a port. */
  readonly note?: string;
  /** A part of the row above it. */
  readonly part?: boolean;
}

export function nodeRows(node: NodeDocument, answer: LiveAnswer): readonly Row[] {
  const numbers = answer.nodes[node.key] ?? NOTHING;
  const rows: Row[] = [{ what: "now", label: "Here now", n: numbers.now }];
  for (const [reason, n] of Object.entries(numbers.waiting)) {
    rows.push({ what: `waiting:${reason}`, label: reasonWords(reason), n, part: true });
  }
  if (node.type === "entry") {
    rows.push({ what: "entered", label: "Entered", n: answer.totals.entered.runs });
  }
  if (node.type === "goal") rows.push({ what: "goals", label: "Reached it", n: numbers.goals });
  if (node.type === "exit")
    rows.push({ what: "exits", label: "Left through it", n: numbers.exits });
  if (node.type !== "goal" && node.type !== "exit") {
    rows.push({ what: "passed", label: "Passed", n: numbers.passed }, ...portRows(node, numbers));
  }
  if (node.type === "message") {
    rows.push(
      { what: "sent", label: "Sent", n: numbers.sent },
      { what: "held_out", label: "Held out", n: numbers.held_out },
    );
    if (numbers.stopped.length > 0) {
      rows.push({ what: "stopped", label: "Stopped, by reason", n: null });
    }
    for (const stop of numbers.stopped) {
      rows.push({
        what: stopKind(stop),
        label: reasonWords(stop.reason),
        n: stop.messages,
        note: verdictWords(stop.verdict),
        part: true,
      });
    }
  }
  rows.push({ what: "left", label: "Left here", n: sum(numbers.left) });
  for (const [code, n] of Object.entries(numbers.left)) {
    rows.push({ what: `left:${code}`, label: reasonWords(code), n, part: true });
  }
  return rows;
}

function portRows(node: NodeDocument, numbers: LiveAnswer["nodes"][string]): readonly Row[] {
  const words = new Map(portsOf(node).map((port) => [port.key, port.words]));
  const ports = new Set([...words.keys(), ...Object.keys(numbers.ports)]);
  if (ports.size < 2) return [];
  return [...ports].map((port) => ({
    what: `port:${port}`,
    label: words.get(port) ?? port,
    n: numbers.ports[port] ?? 0,
    note: share(numbers.ports[port] ?? 0, numbers.passed),
    part: true,
  }));
}
