/** Circles without a wait, and ways that end nowhere: apps/journeys/checks_graph.py. */

import { type DelaySettings, parseDelay } from "../nodes/delay";
import { Problems } from "../nodes/problems";
import { circlesOf } from "./circles";
import type { Problem } from "./document";
import { nodesOf, type ReadNode, readNode, waysOf } from "./reading";

const MOST_NAMED = 6;
const LONGEST_NAME = 40;
const MISSED = "missed";

interface Drawn extends ReadNode {
  readonly ways: readonly (readonly [port: string, to: string])[];
  /** What a delay waits for; null for anything else, and where something is wrong with it. */
  readonly delay: DelaySettings | null;
}
type Nodes = ReadonlyMap<string, Drawn>;
type LeadsOn = (node: Drawn, port: string) => boolean;

export function drawnOf(document: unknown): Nodes {
  const raws = nodesOf(document);
  const ways = new Map<string, [string, string][]>([...raws.keys()].map((key) => [key, []]));
  for (const { from, port, to } of waysOf(document, raws)) ways.get(from)?.push([port, to]);
  return new Map([...raws].map(([key, raw]) => [key, drawn(readNode(raw), ways.get(key) ?? [])]));
}

function drawn(node: ReadNode, ways: Drawn["ways"]): Drawn {
  const whole = node.type === "delay" && node.problems.length === 0;
  return { ...node, ways, delay: whole ? parseDelay(node.settings, new Problems("")) : null };
}

/** Every node of a circle that a person would run through without ever waiting. */
export function circleProblems(nodes: Nodes): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const circle of circles(nodes, (node, port) => !waits(node, port))) {
    const inside = new Map(circle.map((node) => [node.key, node]));
    const moments = [...new Set(circle.flatMap(momentsOf))];
    for (const moment of moments.length > 0 ? moments : [""]) {
      for (const around of circles(inside, overAt(moment))) {
        for (const { key } of around) if (!found.has(key)) found.set(key, problem(key, around));
      }
    }
  }
  return [...nodes.keys()].flatMap((key) => found.get(key) ?? []);
}

/** Ways that end nowhere, and a journey that has no goal. */
export function graphWarnings(nodes: Nodes): readonly Problem[] {
  const found = [...nodes.values()].flatMap(openEnds);
  if ([...nodes.values()].some((node) => node.type === "goal")) return found;
  const remedy = "add a goal: what this journey is for";
  return [...found, { field: "nodes", code: "no_goal", remedy, node: "" }];
}

function openEnds(node: Drawn): readonly Problem[] {
  const led = new Set(node.ways.map(([port]) => port));
  const missing = node.ports.filter((port) => !led.has(port.key));
  if (missing.length > 0 && missing.length === node.ports.length) {
    const remedy = "people leave here, at the end of the path: draw on or add an exit";
    return [{ field: "edges", code: "dead_end", remedy, node: node.key }];
  }
  return missing.map((port) => ({
    field: `ports.${port.key}`,
    code: "missing_port",
    remedy: `“${port.words}” leads nowhere, people leave there: draw on or add an exit`,
    node: node.key,
  }));
}

/** Whether time passes, or a limit counts, before anybody leaves through this port again. */
function waits(node: Drawn, port: string): boolean {
  if (node.type === "wait_for_event" || !node.ports.some(({ key }) => key === port)) return true;
  if (node.type === "jump") return port === "again";
  if (node.type !== "delay" || port === MISSED) return false;
  return node.delay === null || node.delay.duration > 0;
}

/**
 * When a delay until a clock time or a date is over; none for anything else. Whoever comes round
 * to it at that very moment doesn't wait there once more.
 */
function momentsOf({ delay }: Drawn): readonly string[] {
  if (!delay) return [];
  const { trait, offset, clock } = delay;
  if (trait) return [JSON.stringify([trait, offset, clock?.seconds ?? null])];
  if (!clock) return [];
  const days = delay.weekdays.length > 0 ? delay.weekdays : [0, 1, 2, 3, 4, 5, 6];
  return days.map((day) => JSON.stringify([clock.seconds, day]));
}

/** Whether it leads on at once at this moment, which has come. */
function overAt(moment: string): LeadsOn {
  return (node, port) => {
    if (waits(node, port)) return false;
    const until = port === MISSED ? [] : momentsOf(node);
    return until.length === 0 || until.includes(moment);
  };
}

function circles(nodes: Nodes, leadsOn: LeadsOn): readonly (readonly Drawn[])[] {
  const ways = new Map<string, ReadonlySet<string>>();
  for (const [key, node] of nodes) {
    const ends = node.ways.filter(([port, to]) => nodes.has(to) && leadsOn(node, port));
    ways.set(key, new Set(ends.map(([, to]) => to)));
  }
  return circlesOf(ways).map((circle) => circle.map((key) => nodes.get(key) as Drawn));
}

function problem(node: string, circle: readonly Drawn[]): Problem {
  const named = circle.slice(0, MOST_NAMED).map(({ name }) => `“${cut(name)}”`);
  const others = circle.length - named.length;
  const names = named.join(", ") + (others > 0 ? ` and ${others} more` : "");
  const remedy = `${names} go round in a circle without waiting: ${mend(circle)}`;
  return { field: "edges", code: "cycle_without_wait", remedy, node };
}

function cut(name: string): string {
  return [...name].slice(0, LONGEST_NAME).join("");
}

function mend(circle: readonly Drawn[]): string {
  if (!circle.some((node) => momentsOf(node).length > 0)) {
    return "put a delay, a wait or a jump with a limit into the circle";
  }
  return (
    "whoever comes round at the very time of the delay doesn’t wait there; " +
    "put a duration, a wait or a jump with a limit into the circle"
  );
}
