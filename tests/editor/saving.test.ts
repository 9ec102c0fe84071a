import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Autosave, PAUSE, type SaveState, startAutosave } from "@editor/saving/autosave";
import { EVERY, startWatching } from "@editor/saving/presence";
import { ago, clock } from "@editor/saving/times";
import type { Answer, Now, Theirs, Work } from "@editor/saving/work";

const work = (name: string): Work => ({
  name,
  description: "",
  document: { nodes: [{ key: name, type: "entry" }], edges: [] },
});

const theirs = (name: string, revision: number): Theirs => ({
  work: work(name),
  revision,
  by: "ann",
  at: "2026-03-02T09:00:00Z",
});

interface Sent {
  readonly work: Work;
  readonly revision: number;
  answer(answer: Answer): Promise<void>;
}

let sent: Sent[];
let told: SaveState[];
let saving: Autosave;
const start = work("start");

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  sent = [];
  told = [];
  saving = startAutosave({
    work: start,
    revision: 4,
    at: null,
    send: (given, revision) =>
      new Promise((resolve) =>
        sent.push({
          work: given,
          revision,
          answer: async (answer) => {
            resolve(answer);
            await vi.advanceTimersByTimeAsync(0);
          },
        }),
      ),
    tell: (state) => told.push(state),
  });
});

afterEach(() => vi.useRealTimers());

const state = () => told.at(-1)?.kind;
const saved = (revision: number): Answer => ({
  kind: "saved",
  revision,
  at: "2026-03-02T09:00:01Z",
});
const stale = (now: Theirs | null, revision = now?.revision ?? 5): Answer & { kind: "stale" } => ({
  kind: "stale",
  now: { theirs: now, undrawable: false, revision, version: 0 },
});
const pause = () => vi.advanceTimersByTimeAsync(PAUSE);

describe("saving as somebody works", () => {
  test("nothing is saved before the first change", async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    saving.leave();
    expect(await saving.flush()).toBe(true);
    expect(sent).toEqual([]);
  });

  test("what is typed together is saved together, with the revision that was seen", async () => {
    saving.changed(work("a"));
    await vi.advanceTimersByTimeAsync(PAUSE - 1);
    saving.changed(work("ab"));
    await pause();
    expect(sent.map((one) => [one.work.name, one.revision])).toEqual([["ab", 4]]);
    expect(state()).toBe("saving");
    await sent[0]!.answer(saved(5));
    expect(told.at(-1)).toEqual({ kind: "saved", at: "2026-03-02T09:00:01Z" });
  });

  test("one request at a time, and the latest after it", async () => {
    saving.changed(work("a"));
    await pause();
    saving.changed(work("b"));
    saving.changed(work("c"));
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
    await sent[0]!.answer(saved(5));
    await pause();
    expect(sent.map((one) => [one.work.name, one.revision])).toEqual([
      ["a", 4],
      ["c", 5],
    ]);
  });

  test("what is undone before it was saved needs no request", async () => {
    saving.changed(work("a"));
    saving.changed(start);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([]);
    expect(state()).toBe("saved");
  });

  test("it tries again when the server can’t be reached, less and less often", async () => {
    saving.changed(work("a"));
    await pause();
    await sent[0]!.answer({ kind: "unreachable" });
    expect(told.at(-1)).toEqual({ kind: "offline", retryAt: Date.now() + 2000 });
    saving.changed(work("b"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent[1]!.work.name).toBe("b");
    await sent[1]!.answer({ kind: "unreachable" });
    await vi.advanceTimersByTimeAsync(3999);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    await sent[2]!.answer(saved(5));
    expect(state()).toBe("saved");
    expect(saving.isUnsaved()).toBe(false);
  });

  test("back on line it tries at once", async () => {
    saving.changed(work("a"));
    await pause();
    await sent[0]!.answer({ kind: "unreachable" });
    saving.retry();
    expect(sent).toHaveLength(2);
  });

  test("what is refused says why, and is tried again with the next change", async () => {
    saving.changed(work("a"));
    await pause();
    const problem = { field: "document", code: "too_deep", remedy: "flatten it", node: "" };
    await sent[0]!.answer({ kind: "refused", problems: [problem] });
    expect(told.at(-1)).toEqual({ kind: "refused", problems: [problem] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    saving.changed(work("b"));
    await pause();
    expect(sent).toHaveLength(2);
  });

  test("flushing saves at once, and says whether it is saved", async () => {
    saving.changed(work("a"));
    await pause();
    saving.changed(work("b"));
    const flushed = saving.flush();
    await sent[0]!.answer(saved(5));
    await sent[1]!.answer(saved(6));
    expect(await flushed).toBe(true);
    saving.changed(work("c"));
    const refused = saving.flush();
    await sent[2]!.answer({ kind: "unreachable" });
    expect(await refused).toBe(false);
  });

  test("who leaves the page saves first, also while another request is under way", async () => {
    saving.changed(work("a"));
    saving.leave();
    expect(sent).toHaveLength(1);
    saving.leave();
    expect(sent).toHaveLength(1);
    saving.changed(work("b"));
    saving.leave();
    expect([sent[1]!.work.name, sent[1]!.revision]).toEqual(["b", 5]);
  });
});

describe("two people in one draft", () => {
  beforeEach(async () => {
    saving.changed(work("mine"));
    await pause();
    await sent[0]!.answer(stale(theirs("theirs", 9)));
  });

  test("nothing is written over somebody else’s, whatever is typed on", async () => {
    expect(state()).toBe("stale");
    saving.changed(work("more of mine"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await saving.flush()).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test("mine is kept with their revision named", async () => {
    saving.keepMine();
    expect([sent[1]!.work.name, sent[1]!.revision]).toEqual(["mine", 9]);
    await sent[1]!.answer(saved(10));
    expect(state()).toBe("saved");
  });

  test("a third one may have been faster still", async () => {
    saving.keepMine();
    await sent[1]!.answer(stale(theirs("third", 10)));
    expect(state()).toBe("stale");
    saving.keepMine();
    expect(sent[2]!.revision).toBe(10);
  });

  test("theirs is taken, and what comes after is saved on top of it", async () => {
    const found = theirs("theirs", 9);
    saving.adopt(found);
    saving.changed(found.work);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
    expect(state()).toBe("saved");
    saving.changed(work("undone"));
    await pause();
    expect([sent[1]!.work.name, sent[1]!.revision]).toEqual(["undone", 9]);
  });

  test("a draft that is gone is opened anew", async () => {
    saving.adopt(theirs("theirs", 9));
    saving.changed(work("mine"));
    await pause();
    await sent[1]!.answer(stale(null, 12));
    saving.keepMine();
    expect(sent[2]!.revision).toBe(12);
  });
});

test("an answer that was lost on the way is no conflict", async () => {
  const mine = work("mine");
  saving.changed(mine);
  await pause();
  await sent[0]!.answer({ kind: "unreachable" });
  await vi.advanceTimersByTimeAsync(2000);
  await sent[1]!.answer(stale({ ...theirs("mine", 5), work: structuredClone(mine) }));
  expect(state()).toBe("saved");
  expect(saving.revision()).toBe(5);
});

test("what was undone after a lost answer is not taken for saved", async () => {
  saving.changed(work("a"));
  await pause();
  await sent[0]!.answer({ kind: "unreachable" });
  saving.changed(start);
  expect(saving.isUnsaved()).toBe(true);
  await vi.advanceTimersByTimeAsync(2000);
  expect(sent[1]!.work).toBe(start);
  // The server did have it: mine goes on top of it.
  await sent[1]!.answer(stale({ ...theirs("a", 5), work: work("a") }));
  expect(state()).toBe("waiting");
  await pause();
  expect([sent[2]!.work, sent[2]!.revision]).toEqual([start, 5]);
  await sent[2]!.answer(saved(6));
  expect(state()).toBe("saved");
  expect(saving.isUnsaved()).toBe(false);
});

test("who seemed to leave and came back meets nobody but themselves", async () => {
  saving.changed(work("a"));
  saving.leave();
  const second = work("b");
  saving.changed(second);
  saving.leave();
  saving.leave();
  expect(sent).toHaveLength(2);
  saving.changed(work("c"));
  await sent[0]!.answer(saved(5));
  await sent[1]!.answer(saved(6));
  await pause();
  await sent[2]!.answer(stale({ ...theirs("b", 6), work: structuredClone(second) }));
  expect(state()).toBe("waiting");
  await pause();
  expect([sent[3]!.work.name, sent[3]!.revision]).toEqual(["c", 6]);
});

describe("looking what others do", () => {
  test("every few seconds, not while nobody looks or something is on its way", async () => {
    const now: Now = { ...stale(theirs("theirs", 9)).now };
    let away = true;
    const news = vi.fn();
    const look = vi.fn(async () => now);
    const stop = startWatching({ look, isAway: () => away, news });
    await vi.advanceTimersByTimeAsync(EVERY * 3);
    expect(look).not.toHaveBeenCalled();
    away = false;
    await vi.advanceTimersByTimeAsync(EVERY * 2);
    expect(news.mock.calls).toEqual([[now], [now]]);
    stop();
    await vi.advanceTimersByTimeAsync(EVERY * 3);
    expect(look).toHaveBeenCalledTimes(2);
  });
});

test("moments are told by the workspace’s clock", () => {
  const at = new Date("2026-03-02T23:30:05Z");
  expect(clock(at, "Europe/Berlin", at)).toBe("00:30:05");
  expect(clock(at, "UTC", new Date("2026-03-05T12:00:00Z"))).toBe("2 Mar, 23:30:05");
  expect(ago(at.toISOString(), new Date(at.getTime() + 12_000))).toBe("12 s ago");
  expect(ago(at.toISOString(), new Date(at.getTime() + 200_000))).toBe("3 min ago");
});
