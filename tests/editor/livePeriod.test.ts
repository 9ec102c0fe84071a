import { poll } from "@editor/live/polling";
import { problemOf, queryOf, wordsOf } from "@editor/live/period";
import { count, reasonWords, share } from "@editor/live/words";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

describe("a period", () => {
  it("is named in an address, and in words", () => {
    expect(queryOf({ preset: "7" })).toBe("period=7");
    expect(queryOf({ since: "2026-11-02", until: "" })).toBe("since=2026-11-02");
    expect(queryOf({ since: "2026-11-02", until: "2026-11-05" })).toBe(
      "since=2026-11-02&until=2026-11-05",
    );
    expect(wordsOf({ preset: "today" })).toBe("today");
    expect(wordsOf({ since: "2026-11-02", until: "2026-11-05" })).toBe(
      "from 2 Nov 2026 to 5 Nov 2026",
    );
    expect(wordsOf({ since: "", until: "2026-11-05" })).toBe("until 5 Nov 2026");
  });

  it("begins before it ends", () => {
    expect(problemOf("2026-11-05", "2026-11-02")).not.toBe("");
    expect(problemOf("", "")).not.toBe("");
    expect(problemOf("2026-11-05", "2026-11-05")).toBe("");
  });
});

describe("words", () => {
  it("never call something nothing", () => {
    expect(share(1, 1000)).toBe("< 1 %");
    expect(share(0, 1000)).toBe("0 %");
    expect(share(0, 0)).toBe("–");
    expect(count(1633)).toBe("1,633");
    expect(reasonWords("new_reason_of_tomorrow")).toBe("New reason of tomorrow");
  });
});

class Looks extends EventTarget {
  hidden = false;

  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

describe("asking again and again", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks at once, then from answer to answer, one question at a time", async () => {
    let answer = () => {};
    const ask = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
    const polling = poll(ask, new Looks(), 1000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(1);
    answer();
    await vi.advanceTimersByTimeAsync(999);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
    polling.stop();
  });

  it("rests while nobody looks, and asks as soon as somebody does", async () => {
    const ask = vi.fn(() => Promise.resolve());
    const page = new Looks();
    const polling = poll(ask, page, 1000);
    await vi.advanceTimersByTimeAsync(0);
    page.turn(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(1);
    page.turn(false);
    expect(ask).toHaveBeenCalledTimes(2);
    polling.stop();
    page.turn(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("aborts what is under way when it is stopped", () => {
    const signals: AbortSignal[] = [];
    const ask = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<void>(() => {});
    };
    poll(ask, new Looks(), 1000).stop();
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
  });
});
