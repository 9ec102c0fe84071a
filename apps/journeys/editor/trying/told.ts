/** A trial's steps as a timeline: in words, with the time between them, and what is lit by then. */

import { edgeId, type NodeOverlay, type Overlay, type Tone } from "../overlay";
import type { Answer, Step, StepKind } from "./answer";
import { brief, length, moment } from "./zone";

const TONES: { readonly [kind in StepKind]?: Tone } = {
  entered: "plain",
  refused: "bad",
  arrived: "waits",
  waits: "waits",
  passed: "quiet",
  sent: "sent",
  held_out: "held",
  skipped: "waits",
  stopped: "bad",
  goal: "sent",
  left: "quiet",
  failed: "bad",
};
const SHORT: { readonly [code: string]: string } = {
  lost_tier: "a better tier went first",
  lost_priority: "a higher priority went first",
  lost_ready_time: "an earlier one went first",
  lost_key: "another went first",
  lost_same_journey: "another run went first",
  look_ahead: "place kept for a better one",
  excluded: "exclusion group",
};

export function toneOf(step: Step): Tone {
  return TONES[step.kind] ?? "quiet";
}

/** The time since the step before, where it is worth a word. */
export function gapBefore(steps: readonly Step[], index: number): string {
  const [before, now] = [steps[index - 1], steps[index]];
  if (!before || !now) return "";
  const gap = Date.parse(now.at) - Date.parse(before.at);
  return gap >= 60_000 ? `${length(gap)} later` : "";
}

/** The node at which the path stands at this step: its own, or the last one before. */
export function nodeAt(steps: readonly Step[], index: number): string {
  for (let at = Math.min(index, steps.length - 1); at >= 0; at -= 1) {
    const step = steps[at];
    if (step?.node && !step.quiet) return step.node;
  }
  return "";
}

/** What is lit on the canvas at this step; a path that isn't begun lights nothing. */
export function overlayAt(answer: Answer, index: number): Overlay {
  const nodes: { [key: string]: NodeOverlay } = {};
  const edges: { [id: string]: { lit: boolean } } = {};
  const visits = new Map<string, number>();
  const current = nodeAt(answer.steps, index);
  for (const step of answer.steps.slice(0, index + 1)) {
    if (!step.node || step.quiet) continue;
    if (step.port) {
      edges[edgeId(step.node, step.port)] = { lit: true };
      visits.set(step.node, (visits.get(step.node) ?? 0) + 1);
    }
    const times = visits.get(step.node) ?? 0;
    const line = { text: lineOf(step, answer.zone), tone: toneOf(step), label: step.says };
    // Who leaves at a node did something there first.
    const before = step.kind === "left" ? (nodes[step.node]?.lines?.slice(-1) ?? []) : [];
    nodes[step.node] = {
      lit: step.kind !== "refused",
      current: step.node === current,
      lines: [...before, line],
      ...(times > 1 ? { badge: { text: `×${times}`, label: `${times} times here` } } : {}),
    };
  }
  return { kind: "try", nodes, edges };
}

/** A step in a few words below its node. */
export function lineOf(step: Step, zone: string): string {
  const when = moment(step.at, zone);
  const until = step.until ? ` until ${brief(step.until, step.at, zone)}` : "";
  switch (step.kind) {
    case "entered":
      return `enters ${when}`;
    case "refused":
      return `stays out: ${shortReason(step)}`;
    case "arrived":
      return `ready ${when}`;
    case "waits":
      return step.gates.length ? `waits: ${shortReason(step)}${until}` : `waits${until}`;
    case "passed":
      return `goes on ${when}`;
    case "sent":
      return `goes out ${when}`;
    case "held_out":
      return `held out ${when}`;
    case "skipped":
      return `skipped: ${shortReason(step)}`;
    case "stopped":
      return `stopped: ${shortReason(step)}`;
    case "goal":
      return `goal ${when}`;
    case "left":
      return `leaves ${when}`;
    default:
      return step.label.toLowerCase();
  }
}

function shortReason(step: Step): string {
  const code = step.reason?.code ?? "";
  return SHORT[code] ?? code.replaceAll("_", " ");
}

/** What came of it all, in one sentence. */
export function resultOf(answer: Answer): string {
  const count = (kind: StepKind) => answer.steps.filter((step) => step.kind === kind).length;
  if (answer.entered === 0) return `${capital(answer.person.label)} stays out of this journey.`;
  const messages = [
    [count("sent"), "goes out", "go out"],
    [count("held_out"), "is held out", "are held out"],
    [count("skipped"), "is skipped", "are skipped"],
  ] as const;
  const said = messages
    .filter(([times]) => times > 0)
    .map(([times, one, many]) => `${times} ${times === 1 ? `message ${one}` : `messages ${many}`}`);
  const body = said.length ? said.join(", ") : "No message goes out";
  return `${body}. ${endOf(answer)}`;
}

function capital(text: string): string {
  return text.includes("@") ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function endOf(answer: Answer): string {
  const [first, last] = [answer.steps[0], answer.steps.at(-1)];
  const span = first && last ? Date.parse(last.at) - Date.parse(first.at) : 0;
  const after = span >= 60_000 ? ` after ${length(span)}` : " at once";
  if (answer.ended) return `The run is over${after}.`;
  switch (answer.cut) {
    case "failed":
      return "It could not go on.";
    case "steps":
    case "calls":
      return "It was left there: it goes on and on.";
    case "until":
      return "It was left while the person still waits.";
    default:
      return answer.stands[0]?.says ?? "The person is still inside.";
  }
}
