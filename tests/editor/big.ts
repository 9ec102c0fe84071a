/** A generated journey of many nodes, as large as the largest that somebody draws. */

import type { EdgeDocument, JourneyDocument, NodeDocument } from "@editor/model/document";

type Block = (tag: string) => {
  nodes: NodeDocument[];
  edges: EdgeDocument[];
  ends: [string, string][];
};

const LANES = ["A", "B", "C", "D", "E", "F"] as const;

/** A journey of exactly `count` nodes (at least 16): six tests side by side, each a long way down. */
export function big(count = 300): JourneyDocument {
  const nodes: NodeDocument[] = [
    { key: "entry", type: "entry", settings: { event: "Trial Started" } },
    {
      key: "test",
      type: "random_split",
      settings: { variants: LANES.map((port) => ({ port, weight: 1 })) },
    },
  ];
  const edges: EdgeDocument[] = [{ from: "entry", port: "next", to: "test" }];
  const open = LANES.map((port): [string, string][] => [["test", port]]);
  const append = (lane: number, made: ReturnType<Block>): void => {
    for (const [from, port] of open[lane] ?? [])
      edges.push({ from, port, to: made.nodes[0]?.key ?? "" });
    nodes.push(...made.nodes);
    edges.push(...made.edges);
    open[lane] = made.ends;
  };
  for (let index = 0; nodes.length + 4 <= count; index += 1) {
    const lane = index % LANES.length;
    const block = BLOCKS[(Math.floor(index / LANES.length) + lane) % BLOCKS.length] as Block;
    append(lane, block(String(index)));
  }
  while (nodes.length < count - 1)
    append(0, {
      nodes: [mail(`last_${nodes.length}`, "x")],
      edges: [],
      ends: [[`last_${nodes.length}`, "next"]],
    });
  nodes.push({ key: "end", type: "exit", settings: {} });
  for (const [from, port] of open.flat()) edges.push({ from, port, to: "end" });
  return { tier: "lifecycle", priority: 50, nodes, edges };
}

const BLOCKS: readonly Block[] = [
  (tag) => ({
    nodes: [
      mail(`mail_${tag}`, tag),
      { key: `wait_${tag}`, type: "delay", settings: { duration: { days: 2 } } },
    ],
    edges: [{ from: `mail_${tag}`, port: "next", to: `wait_${tag}` }],
    ends: [[`wait_${tag}`, "next"]],
  }),
  (tag) => ({
    nodes: [
      {
        key: `split_${tag}`,
        type: "condition_split",
        settings: { branches: [{ port: "yes", when: { trait: "plan", op: "eq", value: "pro" } }] },
      },
      mail(`pro_${tag}`, tag),
      mail(`free_${tag}`, tag),
    ],
    edges: [
      { from: `split_${tag}`, port: "yes", to: `pro_${tag}` },
      { from: `split_${tag}`, port: "else", to: `free_${tag}` },
    ],
    ends: [
      [`pro_${tag}`, "next"],
      [`free_${tag}`, "next"],
    ],
  }),
  (tag) => ({
    nodes: [
      {
        key: `listen_${tag}`,
        type: "wait_for_event",
        settings: { event: "Project Created", at_most: { days: 3 } },
      },
      { key: `flag_${tag}`, type: "update_trait", settings: { trait: "active", value: true } },
      mail(`nudge_${tag}`, tag),
    ],
    edges: [
      { from: `listen_${tag}`, port: "event", to: `flag_${tag}` },
      { from: `listen_${tag}`, port: "timeout", to: `nudge_${tag}` },
    ],
    ends: [
      [`flag_${tag}`, "next"],
      [`nudge_${tag}`, "next"],
    ],
  }),
  (tag) => ({
    nodes: [
      {
        key: `test_${tag}`,
        type: "random_split",
        settings: {
          variants: [
            { port: "A", weight: 50 },
            { port: "B", weight: 50 },
          ],
        },
      },
      mail(`a_${tag}`, tag),
      mail(`b_${tag}`, tag),
    ],
    edges: [
      { from: `test_${tag}`, port: "A", to: `a_${tag}` },
      { from: `test_${tag}`, port: "B", to: `b_${tag}` },
    ],
    ends: [
      [`a_${tag}`, "next"],
      [`b_${tag}`, "next"],
    ],
  }),
];

function mail(key: string, tag: string): NodeDocument {
  return {
    key,
    type: "message",
    name: `Mail ${tag}`,
    settings: { channel: "email", template: "welcome" },
  };
}
