/** Journeys by chance, for property tests: valid ones, with fields that nobody knows. */

import { NODE_TYPES, type Fields, type JourneyDocument, type Json } from "@editor/model/document";
import { portsOf } from "@editor/model/graph";
import fc from "fast-check";

const SETTINGS: { readonly [type: string]: readonly Fields[] } = {
  entry: [{ event: "Trial Started" }],
  message: [{ channel: "email", template: "hello" }],
  delay: [{ duration: { days: 3 } }, { trait: "trial_ends", offset: { days: -3 } }],
  wait_for_event: [{ event: "Order Completed", at_most: { days: 5 } }],
  condition_split: [
    { branches: [{ port: "yes", when: { trait: "plan", op: "eq", value: "pro" } }] },
    {
      branches: [
        { port: "pro", when: { trait: "plan", op: "eq", value: "pro" } },
        { port: "team", when: { trait: "plan", op: "eq", value: "team" } },
      ],
    },
  ],
  random_split: [
    {
      variants: [
        { port: "A", weight: 1 },
        { port: "B", weight: 1 },
      ],
    },
  ],
  update_trait: [{ trait: "seen", value: true }],
  move_stage: [{ lifecycle: "customer", stage: "paying" }],
  jump: [{ limit: 2 }],
  goal: [{ event: "Order Completed" }],
  exit: [{}],
};

const unknown: fc.Arbitrary<Json> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.constant<Json>({ deep: [1, { er: true }] }),
);

const place = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));

const node = fc.constantFrom(...NODE_TYPES.filter((type) => type !== "entry")).chain((type) =>
  fc.record({
    type: fc.constant(type),
    settings: fc.constantFrom(...(SETTINGS[type] ?? [{}])),
    extra: fc.option(unknown, { nil: undefined }),
    place: fc.option(place, { nil: undefined }),
  }),
);

/** Valid journeys of up to `most` nodes besides the entry. */
export function journeys(most = 12): fc.Arbitrary<JourneyDocument> {
  return fc
    .record({
      nodes: fc.array(node, { maxLength: most }),
      ways: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), unknown), { maxLength: most * 2 }),
      future: unknown,
      note: fc.string(),
    })
    .map(({ nodes, ways, future, note }) => {
      const entry = { key: "in", type: "entry", settings: { event: "Trial Started" } };
      const all = [
        entry,
        ...nodes.map(({ type, settings, extra }, index) => ({
          key: `n${index}`,
          type,
          settings,
          ...(extra === undefined ? {} : { extra }),
        })),
      ];
      const positions = Object.fromEntries(
        nodes.flatMap(({ place }, index) => (place ? [[`n${index}`, place]] : [])),
      );
      const taken = new Set<string>();
      const edges = ways.flatMap(([from, by, to, tag]) => {
        const start = all[from % all.length];
        const end = all[to % all.length];
        const ports = start ? portsOf(start) : [];
        const port = ports[by % Math.max(1, ports.length)]?.key;
        if (!start || !end || !port || start === end || end.type === "entry") return [];
        if (taken.has(`${start.key} ${port}`)) return [];
        taken.add(`${start.key} ${port}`);
        const named = port === "next" && by % 2 === 0 ? {} : { port };
        return [{ from: start.key, ...named, to: end.key, tag }];
      });
      const notes = [{ id: "a", x: 0, y: 0, width: 200, height: 100, text: note }];
      const layout = { positions: { in: [0, 0], ...positions }, notes, future };
      return { tier: "lifecycle", nodes: all, edges, layout, future } as unknown as JourneyDocument;
    });
}
