/** The live numbers as they are laid over the canvas. */

import type { JourneyDocument, NodeDocument } from "../model/document";
import { portsOf } from "../nodes";
import {
  type EdgeOverlay,
  edgeId,
  type NodeOverlay,
  type Overlay,
  type OverlayLine,
  type Tone,
} from "../overlay";
import { type LiveAnswer, NOTHING, type NodeNumbers, type Stop } from "./answer";
import { kept } from "./kept";
import { heatOf, withoutGoal } from "./leaving";
import { count, counted, lower, reasonWords, share, shortReason, verdictWords } from "./words";

/** The page of the people behind one number of a node. */
export type PeopleOf = (node: string, what: string) => string;

/** So many reasons are said on the node; the others stand behind “more”. */
const REASONS_SHOWN = 2;
const TONES: { readonly [verdict: string]: Tone } = { waits: "waits", left: "bad" };

/** What did not change since `before` is the same object again, so that it isn't drawn anew. */
export function overlayOf(
  document: JourneyDocument,
  answer: LiveAnswer,
  { heat, peopleOf }: { heat: boolean; peopleOf: PeopleOf },
  before: Overlay | null = null,
): Overlay {
  const heats = heat ? heatOf(document, answer) : new Map<string, number>();
  const nodes: { [key: string]: NodeOverlay } = {};
  const edges: { [id: string]: EdgeOverlay } = {};
  for (const node of document.nodes) {
    const numbers = answer.nodes[node.key] ?? NOTHING;
    nodes[node.key] = nodeOverlay(node, numbers, answer, heats.get(node.key), peopleOf);
    for (const [id, edge] of edgesOf(node, numbers, peopleOf)) edges[id] = edge;
  }
  const known = before?.kind === "live" ? before : null;
  return kept<Overlay>({ kind: "live", nodes, edges }, known);
}

function nodeOverlay(
  node: NodeDocument,
  numbers: NodeNumbers,
  answer: LiveAnswer,
  heat: number | undefined,
  peopleOf: PeopleOf,
): NodeOverlay {
  const link = (what: string) => peopleOf(node.key, what);
  return {
    ...(numbers.now > 0 ? { badge: badge(numbers.now, link) } : {}),
    lines: lines(node, numbers, answer, link),
    ...(heat === undefined ? {} : { heat }),
  };
}

function badge(now: number, link: (what: string) => string): OverlayLine {
  const label = `${counted(now, "person", "people")} here now`;
  return { text: count(now), label, href: link("now") };
}

function lines(
  node: NodeDocument,
  numbers: NodeNumbers,
  answer: LiveAnswer,
  link: (what: string) => string,
): readonly OverlayLine[] {
  const line = (n: number, words: string, what: string, tone: Tone): OverlayLine => ({
    text: `${count(n)} ${words}`,
    tone,
    href: link(what),
  });
  switch (node.type) {
    case "entry":
      return [line(answer.totals.entered.runs, "entered", "entered", "plain")];
    case "goal":
      return [line(numbers.goals, "reached it", "goals", "sent")];
    case "exit":
      return [line(numbers.exits, "left through it", "exits", "quiet")];
  }
  const lost = withoutGoal(numbers);
  return [
    ...(node.type === "message" ? messageLines(numbers, line, link) : []),
    ...(node.type === "message" ? [] : [line(numbers.passed, "passed", "passed", "quiet")]),
    ...(lost > 0 ? [line(lost, "left here", "left", "bad")] : []),
  ];
}

function messageLines(
  numbers: NodeNumbers,
  line: (n: number, words: string, what: string, tone: Tone) => OverlayLine,
  link: (what: string) => string,
): readonly OverlayLine[] {
  const more = numbers.stopped.length - REASONS_SHOWN;
  const shown = numbers.stopped.slice(0, REASONS_SHOWN);
  return [
    line(numbers.sent, "sent", "sent", "sent"),
    ...(numbers.held_out > 0 ? [line(numbers.held_out, "held out", "held_out", "held")] : []),
    ...shown.map((stop) => ({
      ...line(stop.messages, saidAmong(shown, stop), stopKind(stop), toneOf(stop)),
      label: `${count(stop.messages)} ${stopWords(stop)}`,
    })),
    ...(more > 0 ? [moreLine(more, link)] : []),
  ];
}

function moreLine(more: number, link: (what: string) => string): OverlayLine {
  const label = counted(more, "more reason");
  return { text: `+${more}`, label, tone: "quiet", href: link("stopped") };
}

/** The reason; with what became of the messages where another one is called the same. */
function saidAmong(shown: readonly Stop[], stop: Stop): string {
  const reason = shortReason(stop.reason);
  const alike = shown.filter((one) => shortReason(one.reason) === reason);
  return alike.length > 1 ? `${reason}, ${verdictWords(stop.verdict)}` : reason;
}

/** “waited: quiet hours” */
export function stopWords(stop: Stop): string {
  return `${verdictWords(stop.verdict)}: ${lower(reasonWords(stop.reason))}`;
}

/** What the people page calls it. */
export function stopKind(stop: Stop): string {
  return `stopped:${stop.verdict}/${stop.reason}`;
}

function toneOf(stop: Stop): Tone {
  return TONES[stop.verdict] ?? "quiet";
}

/** The share of each port; a node with one way on has nothing to share. */
function edgesOf(
  node: NodeDocument,
  numbers: NodeNumbers,
  peopleOf: PeopleOf,
): [string, EdgeOverlay][] {
  const ports = new Set([...portsOf(node).map((port) => port.key), ...Object.keys(numbers.ports)]);
  if (ports.size < 2 || numbers.passed === 0) return [];
  return [...ports].map((port) => [
    edgeId(node.key, port),
    {
      label: share(numbers.ports[port] ?? 0, numbers.passed),
      href: peopleOf(node.key, `port:${port}`),
    },
  ]);
}
