import { kept } from "@editor/live/kept";
import { heatOf, leaving } from "@editor/live/leaving";
import { nodeRows } from "@editor/live/nodeRows";
import { overlayOf } from "@editor/live/overlayOf";
import { edgeId } from "@editor/overlay";
import { describe, expect, it } from "vitest";
import { answer, JOURNEY, NODES, numbers } from "./liveNumbers";

const peopleOf = (node: string, what: string) => `/nodes/${node}/?what=${what}`;
const draw = (given = answer(), heat = true) => overlayOf(JOURNEY, given, { heat, peopleOf });

describe("the overlay", () => {
  it("says who stands at a node now, and leads to them", () => {
    expect(draw().nodes.wait?.badge).toEqual({
      text: "1,200",
      label: "1,200 people here now",
      href: "/nodes/wait/?what=now",
    });
    expect(draw().nodes.paid?.badge).toBeUndefined();
  });

  it("says what became of a message, the first two reasons and how many more", () => {
    expect(draw().nodes.hello?.lines?.map((line) => [line.text, line.tone, line.href])).toEqual([
      ["1,234 sent", "sent", "/nodes/hello/?what=sent"],
      ["9 held out", "held", "/nodes/hello/?what=held_out"],
      ["30 quiet hours", "waits", "/nodes/hello/?what=stopped:waits/quiet_hours"],
      ["12 cap", "quiet", "/nodes/hello/?what=stopped:skipped/frequency_cap"],
      ["+2", "quiet", "/nodes/hello/?what=stopped"],
      ["2 left here", "bad", "/nodes/hello/?what=left"],
    ]);
    const said = draw().nodes.hello?.lines?.map((line) => line.label);
    expect(said?.slice(2, 5)).toEqual([
      "30 waited: quiet hours",
      "12 skipped: frequency cap",
      "2 more reasons",
    ]);
  });

  it("says what became of messages where two reasons are called the same", () => {
    const stops = ["waits", "skipped"].map((verdict, i) => ({
      verdict,
      reason: "no_consent",
      messages: 29 - i,
    }));
    const lines = draw(answer({ hello: numbers({ stopped: stops }) })).nodes.hello?.lines;
    expect(lines?.slice(1).map((line) => line.text)).toEqual([
      "29 no consent, waited",
      "28 no consent, skipped",
    ]);
  });

  it("says entered, passed, reached and left through, by the node's type", () => {
    const texts = (key: string) => draw().nodes[key]?.lines?.map((line) => line.text);
    expect(texts("in")).toEqual(["100 entered"]);
    expect(texts("wait")).toEqual(["60 passed", "10 left here"]);
    expect(texts("paid")).toEqual(["28 reached it"]);
    expect(texts("out")).toEqual(["50 left through it"]);
  });

  it("shares the ways of a node that has several, also the one that nobody took", () => {
    const { edges } = draw();
    expect(edges[edgeId("wait", "event")]).toEqual({
      label: "33 %",
      href: "/nodes/wait/?what=port:event",
    });
    expect(edges[edgeId("wait", "timeout")]?.label).toBe("67 %");
    expect(edges[edgeId("in", "next")]).toBeUndefined();
    const one = answer({ ...NODES, wait: numbers({ passed: 3, ports: { event: 3 } }) });
    expect(draw(one).edges[edgeId("wait", "timeout")]?.label).toBe("0 %");
  });

  it("has a node where nothing happened, too", () => {
    expect(draw(answer({})).nodes.wait).toEqual({
      lines: [{ text: "0 passed", tone: "quiet", href: "/nodes/wait/?what=passed" }],
    });
  });

  it("is the same object where no number changed, and shares the nodes that didn't", () => {
    const before = draw();
    const options = { heat: true, peopleOf };
    expect(overlayOf(JOURNEY, answer(), options, before)).toBe(before);
    const changed = answer({ ...NODES, paid: numbers({ ...NODES.paid, goals: 29 }) });
    const after = overlayOf(JOURNEY, changed, options, before);
    expect(after).not.toBe(before);
    expect(after.nodes.wait).toBe(before.nodes.wait);
    expect(after.edges).toBe(before.edges);
    expect(after.nodes.paid?.lines?.[0]?.text).toBe("29 reached it");
  });
});

describe("where people leave", () => {
  it("counts those without the goal, against the worst node", () => {
    expect(leaving(JOURNEY, answer()).map((row) => [row.node.key, row.left])).toEqual([
      ["out", 40],
      ["wait", 10],
      ["hello", 2],
    ]);
    expect([...heatOf(JOURNEY, answer())]).toEqual([
      ["out", 1],
      ["wait", 0.25],
      ["hello", 0.05],
    ]);
    const [, wait] = leaving(JOURNEY, answer());
    expect(wait?.share).toBeCloseTo(10 / 52);
    expect(wait?.ofThoseWhoCame).toBeCloseTo(10 / 77);
  });

  it("leaves the exits out where the journey has no goal", () => {
    const without = { ...JOURNEY, nodes: JOURNEY.nodes.filter((node) => node.type !== "goal") };
    expect(leaving(without, answer()).map((row) => row.node.key)).toEqual(["wait", "hello"]);
  });

  it("is no heat where it isn't wanted", () => {
    expect(draw(answer(), false).nodes.out?.heat).toBeUndefined();
    expect(draw().nodes.out?.heat).toBe(1);
  });
});

describe("one node in full", () => {
  it("has every number with what the people page calls it", () => {
    const [, hello, wait] = JOURNEY.nodes;
    if (!hello || !wait) throw new Error("no such node");
    expect(nodeRows(hello, answer()).map((row) => [row.what, row.n])).toEqual([
      ["now", 4],
      ["waiting:quiet_hours", 4],
      ["passed", 94],
      ["sent", 1234],
      ["held_out", 9],
      ["stopped", null],
      ["stopped:waits/quiet_hours", 30],
      ["stopped:skipped/frequency_cap", 12],
      ["stopped:left/no_consent", 2],
      ["stopped:waits/lost_tier", 1],
      ["left", 3],
      ["left:stopped_and_left", 2],
      ["left:goal", 1],
    ]);
    const ports = nodeRows(wait, answer()).filter((row) => row.what.startsWith("port:"));
    expect(ports.map((row) => [row.what, row.n, row.note])).toEqual([
      ["port:event", 20, "33 %"],
      ["port:timeout", 40, "67 %"],
    ]);
  });
});

describe("what is kept", () => {
  it("is what is equal, at any depth", () => {
    const before = { a: { b: [1, 2], c: "x" }, d: null };
    expect(kept({ a: { b: [1, 2], c: "x" }, d: null }, before)).toBe(before);
    const next = kept({ a: { b: [1, 2], c: "y" }, d: null }, before);
    expect(next).toEqual({ a: { b: [1, 2], c: "y" }, d: null });
    expect(next.a.b).toBe(before.a.b);
  });

  it("is not what lost or gained a part", () => {
    const before = { a: 1, b: [1, 2] };
    expect(kept({ a: 1 }, before)).toEqual({ a: 1 });
    expect(kept({ a: 1, b: [1] }, before)).toEqual({ a: 1, b: [1] });
    expect(kept({ a: 1, b: [1, 2], c: undefined }, before)).toHaveProperty("c");
  });
});
