/** What the engine's compiler refuses: apps/engine/compile.py, with its codes and remedies. */

import { listens, parseEnding } from "../nodes/ending";
import { Problems } from "../nodes/problems";
import { at, isGiven, lengthOf, textAt } from "../nodes/reading";
import type { Fields, Problem } from "./document";
import { parseDuration } from "./durations";
import { listed, nodesOf, type ReadNode, readNode } from "./reading";

const LONGEST_KEY = 64;

interface Compiled {
  readonly node: ReadNode;
  readonly next: Map<string, string>;
}

export function journeyProblems(document: Fields): readonly Problem[] {
  const problems = new Problems("");
  const nodes = nodesInto(listed(document, "nodes"), problems);
  const broken = [...nodes.values()].find(({ node }) => node.unreadable);
  if (broken) return unreadable(document, broken.node);
  connect(nodes, listed(document, "edges"), problems);
  const entries = [...nodes.values()].filter(({ node }) => node.type === "entry");
  if (entries.length !== 1) {
    const remedy = `a journey has exactly one entry, this has ${entries.length}`;
    problems.add("nodes", "one_entry", remedy);
  }
  ofTheJourney(document, problems);
  unreached(nodes, problems);
  return problems.found;
}

function nodesInto(raws: readonly Fields[], problems: Problems): Map<string, Compiled> {
  const nodes = new Map<string, Compiled>();
  for (const raw of raws) {
    const node = readNode(raw);
    const here = problems.at(node.key);
    if (!node.key || nodes.has(node.key)) {
      here.add("key", "not_unique", "every node has a key of its own");
    } else if (lengthOf(node.key) > LONGEST_KEY) {
      here.add("key", "too_long", `at most ${LONGEST_KEY} characters`);
    } else {
      problems.found.push(...node.problems);
      const known = node.problems[0]?.code !== "unknown_type";
      if (known) nodes.set(node.key, { node, next: new Map() });
    }
  }
  return nodes;
}

function connect(
  nodes: ReadonlyMap<string, Compiled>,
  edges: readonly Fields[],
  problems: Problems,
): void {
  for (const edge of edges) {
    const [from, to] = [textAt(edge, "from"), textAt(edge, "to")];
    const port = textAt(edge, "port", "next");
    const start = nodes.get(from);
    const here = problems.at(from);
    if (!start || !nodes.has(to)) {
      const remedy = `an edge leads from “${from}” to “${to}”; draw both`;
      here.add("edges", "unknown_node", remedy);
    } else if (!start.node.ports.some((known) => known.key === port)) {
      here.add("edges", "unknown_port", `there is no port “${port}”`);
    } else if (start.next.has(port)) {
      here.add("edges", "port_taken", `port “${port}” leads to two nodes; keep one`);
    } else {
      start.next.set(port, to);
    }
  }
}

function ofTheJourney(document: Fields, problems: Problems): void {
  const priority = at(document, "priority");
  if (priority !== undefined && !isPriority(priority)) {
    problems.add("priority", "out_of_range", "a whole number from 0 to 100");
  }
  if (lengthOf(textAt(document, "tier")) > LONGEST_KEY) {
    problems.add("tier", "too_long", `at most ${LONGEST_KEY} characters`);
  }
  const stay = at(document, "longest_stay");
  if (isGiven(stay)) parseDuration(stay, problems, "longest_stay");
}

function isPriority(value: unknown): boolean {
  if (typeof value === "boolean") return true;
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100;
}

function unreached(nodes: ReadonlyMap<string, Compiled>, problems: Problems): void {
  const seen = new Set<string>();
  const todo = [...nodes.values()].filter(startsThere);
  for (let here = todo.pop(); here; here = todo.pop()) {
    if (seen.has(here.node.key)) continue;
    seen.add(here.node.key);
    for (const end of here.next.values()) todo.push(nodes.get(end) as Compiled);
  }
  for (const key of nodes.keys()) {
    if (seen.has(key)) continue;
    problems.at(key).add("key", "unreachable", "connect this node or delete it");
  }
}

function startsThere({ node }: Compiled): boolean {
  if (node.type === "entry") return true;
  const ends = node.type === "goal" || node.type === "exit";
  return ends && listens(parseEnding(node.settings, new Problems("")));
}

/** Where settings of one node can't be read, the server says only what is wrong inside nodes. */
function unreadable(document: Fields, broken: ReadNode): readonly Problem[] {
  const found = [...nodesOf(document).values()].flatMap((raw) => readNode(raw).problems);
  if (found.length > 0) return found;
  const remedy = broken.problems[0]?.remedy ?? "";
  return [{ field: "document", code: "unreadable", remedy, node: "" }];
}
