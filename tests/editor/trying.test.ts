/** What is asked of a trial, and how its answer is told and laid over the canvas. */

import { describe, expect, it } from "vitest";
import { edgeId } from "@editor/overlay";
import type { Answer, Step, StepKind } from "@editor/trying/answer";
import {
  begin,
  type Form,
  isReady,
  PRESETS,
  presetOf,
  requestOf,
  summaryOf,
} from "@editor/trying/form";
import { choicesOf, pickedOf } from "@editor/trying/people";
import { addedTo, minutesOf, suggestionsOf } from "@editor/trying/suggestions";
import { gapBefore, lineOf, nodeAt, overlayAt, resultOf } from "@editor/trying/told";
import { typedOf, valueOf } from "@editor/trying/values";
import { asLocal, brief, day, fromLocal, length } from "@editor/trying/zone";
import type { JourneyDocument } from "@editor/model/document";

const CHANNELS = [
  { key: "email", name: "E-mail", consent: "opt_in" },
  { key: "sms", name: "SMS", consent: "opt_in" },
];
const DOCUMENT: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", settings: { event: "Trial Started" } },
    {
      key: "wait",
      type: "wait_for_event",
      settings: {
        event: "Order Delivered",
        at_most: { days: 5 },
        match: [{ property: "order_id", entry: "order_id" }],
        where: {
          all: [
            { event: "total", op: "gt", value: 50 },
            { trait: "plan", value: "pro" },
          ],
        },
      },
    },
    { key: "again", type: "wait_for_event", settings: { event: "Order Delivered" } },
    { key: "odd", type: "wait_for_event", settings: {} },
    { key: "paid", type: "goal", settings: { event: "Order Completed" } },
  ],
  edges: [],
};

function form(changes: Partial<Form> = {}): Form {
  return { ...begin(CHANNELS), ...changes };
}

describe("what is asked", () => {
  it("makes somebody up as the form says", () => {
    const { person } = requestOf(form(), DOCUMENT, "UTC") as { person: unknown };
    expect(person).toEqual({
      made_up: {
        traits: { email: "sam@example.com", phone: "+491700000000" },
        consents: { email: true, sms: true },
        stages: {},
        timezone: "",
        luck: 0,
      },
    });
  });

  it("leaves out what was never said, and names without a value", () => {
    const never = PRESETS.find(({ key }) => key === "never")!.make(CHANNELS);
    const rows = [
      { key: " plan ", value: "pro" },
      { key: "", value: "x" },
    ];
    const asked = requestOf(form({ madeUp: { ...never, traits: rows } }), DOCUMENT, "UTC");
    expect(asked.person).toMatchObject({ made_up: { traits: { plan: "pro" }, consents: {} } });
  });

  it("sends events with the time after the start, and nothing of an empty one", () => {
    const event = { id: 1, name: "Paid", count: 2, unit: "days" as const, properties: [] };
    const asked = requestOf(
      form({ events: [event, { ...event, name: " " }, { ...event, count: NaN }] }),
      DOCUMENT,
      "UTC",
    );
    expect(asked.events).toEqual([
      { name: "Paid", after: { days: 2 }, properties: {} },
      { name: "Paid", after: { days: 0 }, properties: {} },
    ]);
    expect(asked).not.toHaveProperty("at");
  });

  it("lets only who is made up have done something before", () => {
    const events = [
      { id: 1, name: "Paid", count: 2, unit: "days" as const, before: true, properties: [] },
    ];
    const after = (changed: Partial<Form>) =>
      requestOf(form({ events, ...changed }), DOCUMENT, "UTC").events;
    expect(after({})).toMatchObject([{ after: { days: -2 } }]);
    expect(after({ who: "real" })).toMatchObject([{ after: { days: 2 } }]);
  });

  it("begins at a moment of the workspace's zone", () => {
    const asked = requestOf(form({ start: "2026-07-01T09:00" }), DOCUMENT, "Europe/Berlin");
    expect(asked.at).toBe("2026-07-01T07:00:00.000Z");
  });

  it("needs a person", () => {
    expect(isReady(form({ who: "real" }))).toBe(false);
    expect(isReady(form({ who: "real", person: { id: "1", label: "ann" } }))).toBe(true);
  });

  it("knows its presets again, and tells the choice in one line", () => {
    for (const preset of PRESETS) {
      expect(presetOf(preset.make(CHANNELS), CHANNELS)).toBe(preset.key);
    }
    expect(summaryOf(form(), CHANNELS)).toBe("New, subscribed to everything · from now");
    const changed = { ...form().madeUp, traits: [] };
    expect(summaryOf(form({ madeUp: changed, rules: "draft" }), CHANNELS)).toBe(
      "Somebody made up · from now · draft of the rules",
    );
  });
});

describe("values that are typed", () => {
  it.each([
    ["42", 42],
    ["-1.5", -1.5],
    ["true", true],
    ["pro", "pro"],
    ['"42"', "42"],
    ["[1, 2]", [1, 2]],
    ["{broken}", "{broken}"],
    ["+491700000000", "+491700000000"],
    ["", ""],
  ])("reads %s", (typed, value) => {
    expect(valueOf(typed)).toEqual(value);
    expect(valueOf(typedOf(value))).toEqual(value);
  });
});

describe("events worth trying", () => {
  it("takes them from waits, goals and the entry, each once, with what they are asked", () => {
    expect(suggestionsOf(DOCUMENT)).toEqual([
      {
        name: "Order Delivered",
        why: "ends a wait",
        properties: [
          { key: "order_id", value: "example" },
          { key: "total", value: "51" },
        ],
      },
      { name: "Order Completed", why: "goal", properties: [] },
      {
        name: "Trial Started",
        why: "lets in",
        properties: [{ key: "order_id", value: "example" }],
      },
    ]);
  });

  it("lets each come after the others", () => {
    const one = addedTo([], { name: "A", properties: [] });
    const two = addedTo(addedTo(one, { name: "B", properties: [] }), { name: "C", properties: [] });
    expect(two.map(minutesOf)).toEqual([60, 1440, 2880]);
    expect(new Set(two.map(({ id }) => id)).size).toBe(3);
  });
});

describe("an event for a wait that a trial has shown", () => {
  const shown = (from: string, until: string) => ({
    at: "2026-03-02T10:00:00Z",
    steps: [step("waits", { waits_for: "Paid", at: from, until })],
  });

  it.each([
    ["2026-03-03T15:00:00Z", "2026-03-08T15:00:00Z", 2, "days"],
    ["2026-03-02T10:00:00Z", "2026-03-02T20:00:00Z", 1, "hours"],
    ["2026-03-02T10:05:00Z", "2026-03-02T10:30:00Z", 6, "minutes"],
  ])("comes while it goes on, from %s until %s", (from, until, count, unit) => {
    const [event] = addedTo([], { name: "Paid", properties: [] }, shown(from, until));
    expect(event).toMatchObject({ count, unit });
  });
});

describe("moments in a zone", () => {
  it.each(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "No/Where"])(
    "come back from the field in %s",
    (zone) => {
      for (const local of ["2026-01-15T08:30", "2026-07-15T23:59", "2026-03-29T12:00"]) {
        expect(asLocal(fromLocal(local, zone)!, zone)).toBe(local);
      }
    },
  );

  it("have no moment where there is none", () => {
    expect(fromLocal("", "UTC")).toBeNull();
  });

  it("are read as on the other pages", () => {
    const now = new Date("2026-06-01T00:00:00Z");
    expect(day("2026-11-03T22:00:00Z", "UTC", now)).toBe("Tue 3 Nov");
    expect(day("2027-11-03T22:00:00Z", "UTC", now)).toBe("Wed 3 Nov 2027");
    expect(brief("2026-03-02T12:00:00Z", NOW, "UTC")).toBe("12:00");
    expect(brief("2027-03-12T12:00:00Z", NOW, "UTC")).toBe("12 Mar 2027 12:00");
    expect(length(3 * 86_400_000)).toBe("3 days");
    expect(length(90 * 60_000)).toBe("1 hour 30 minutes");
  });
});

const NOW = "2026-03-02T10:00:00Z";

function step(kind: StepKind, changes: Partial<Step> = {}): Step {
  return {
    at: NOW,
    kind,
    label: kind,
    says: `${kind}.`,
    node: "",
    port: "",
    run: 1,
    quiet: false,
    reason: null,
    leaves: [],
    gates: [],
    also_stopped_by: [],
    candidates: [],
    until: null,
    waits_for: "",
    details: {},
    ...changes,
  };
}

function answer(steps: readonly Step[], changes: Partial<Answer> = {}): Answer {
  return {
    person: { id: "", label: "this person" },
    zone: "UTC",
    at: NOW,
    rules: { which: "live", number: 3 },
    entry: { name: "Go", at: NOW, made: true, properties: {} },
    steps,
    entered: 1,
    ended: true,
    stands: [],
    cut: "",
    held_out: null,
    lifted: [],
    ...changes,
  };
}

const STEPS = [
  step("event"),
  step("entered", { node: "in", port: "next" }),
  step("sent", { node: "hello", port: "next" }),
  step("elsewhere", { quiet: true, at: "2026-03-02T10:30:00Z" }),
  step("waits", { node: "day", until: "2026-03-05T10:00:00Z" }),
  step("passed", { node: "day", port: "next", at: "2026-03-05T10:00:00Z" }),
  step("sent", { node: "hello", port: "next", at: "2026-03-05T10:00:00Z" }),
];

describe("what is lit", () => {
  it("is the path as far as the step at hand", () => {
    const { nodes, edges } = overlayAt(answer(STEPS), 4);
    expect(Object.keys(nodes)).toEqual(["in", "hello", "day"]);
    expect(Object.keys(edges)).toEqual([edgeId("in", "next"), edgeId("hello", "next")]);
    expect(nodes.day?.current).toBe(true);
    expect(nodes.hello?.current).toBe(false);
    expect(nodes.day?.lines?.[0]?.text).toBe("waits until Thu 10:00");
  });

  it("counts how often a node was visited", () => {
    expect(overlayAt(answer(STEPS), 6).nodes.hello?.badge?.text).toBe("×2");
    expect(overlayAt(answer(STEPS), 2).nodes.hello?.badge).toBeUndefined();
  });

  it("says what was done where somebody leaves", () => {
    const { nodes } = overlayAt(answer([...STEPS, step("left", { node: "hello" })]), 7);
    expect(nodes.hello?.lines?.map(({ text }) => text.split(" ")[0])).toEqual(["goes", "leaves"]);
  });

  it("is nothing before the path begins, and the entry alone for who stays out", () => {
    expect(overlayAt(answer(STEPS), 0)).toEqual({ kind: "try", nodes: {}, edges: {} });
    const refused = step("refused", {
      node: "in",
      reason: { code: "audience", rule: "", name: "", words: "" },
    });
    const { nodes } = overlayAt(answer([step("event"), refused]), 1);
    expect(nodes.in).toMatchObject({ lit: false, current: true });
    expect(nodes.in?.lines?.[0]?.text).toBe("stays out: audience");
  });

  it("looks at the last node where a step has none", () => {
    expect(nodeAt(STEPS, 3)).toBe("hello");
    expect(nodeAt(STEPS, 0)).toBe("");
  });

  it("says what stopped a message and until when", () => {
    const gate = {
      gate: "quiet_hours",
      name: "Quiet hours",
      ok: false,
      decided: true,
      words: "",
      reason: { code: "quiet_hours", rule: "", name: "Night", words: "" },
    };
    const waits = step("waits", {
      gates: [gate],
      reason: gate.reason,
      until: "2026-03-03T08:00:00Z",
    });
    expect(lineOf(waits, "UTC")).toBe("waits: quiet hours until Tue 08:00");
  });
});

describe("the result", () => {
  it("counts messages, and says how it ended", () => {
    expect(resultOf(answer(STEPS))).toBe("2 messages go out. The run is over after 3 days.");
    const held = [step("held_out", { node: "hello" }), step("skipped", { node: "hello" })];
    expect(resultOf(answer(held))).toBe(
      "1 message is held out, 1 message is skipped. The run is over at once.",
    );
  });

  it("says who would not enter, and where somebody still stands", () => {
    const refused = step("refused", { says: "Would not enter: the audience asks …" });
    expect(resultOf(answer([refused], { entered: 0, ended: false }))).toBe(
      "This person stays out of this journey.",
    );
    const stands = [{ node: "day", says: "Waits until Thursday." }];
    expect(resultOf(answer([step("waits")], { ended: false, stands }))).toBe(
      "No message goes out. Waits until Thursday.",
    );
    expect(resultOf(answer([step("waits")], { ended: false, cut: "steps" }))).toContain(
      "on and on",
    );
  });

  it("tells the time between two steps", () => {
    expect(gapBefore(STEPS, 5)).toBe("3 days later");
    expect(gapBefore(STEPS, 1)).toBe("");
    expect(gapBefore(STEPS, 0)).toBe("");
  });
});

describe("people who are found", () => {
  const ann = {
    id: "1",
    label: "ann@example.test",
    identifiers: [
      { type: "email", value: "ann@example.test" },
      { type: "user_id", value: "42" },
    ],
  };

  it("fit what was typed, by whichever identifier", () => {
    expect(choicesOf([ann], "user_id:42")).toEqual([
      { value: "user_id:42", label: "ann@example.test", note: "user_id:42" },
    ]);
    expect(choicesOf([ann], "ann")[0]).toEqual({
      value: "ann@example.test",
      label: "ann@example.test",
      note: "user_id:42",
    });
  });

  it("are picked by any of their names", () => {
    expect(pickedOf([ann], "user_id:42")).toBe(ann);
    expect(pickedOf([ann], "bob")).toBeUndefined();
  });
});
