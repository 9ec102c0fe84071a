import { describe, expect, test } from "vitest";
import { address, back, here, remembered, same, step, type Walk } from "@around/walk";

const stop = (id: string) => ({ id, label: id });
const walk: Walk = ["person:ada", "decision:1", "journey:win-back"].map(stop);

describe("a walk", () => {
  test("goes on to a neighbour of where it stands", () => {
    expect(here(step(walk, stop("version:2"))).id).toBe("version:2");
    expect(step(walk, stop("version:2"))).toHaveLength(4);
  });

  test("goes back along itself instead of in circles", () => {
    expect(step(walk, stop("decision:1"))).toEqual(walk.slice(0, 2));
    expect(step(walk, stop("person:ada"), "decision:1")).toEqual(walk.slice(0, 1));
  });

  test("leaves what came after, where it turns off earlier", () => {
    const turned = step(walk, stop("decision:2"), "person:ada");
    expect(turned.map((one) => one.id)).toEqual(["person:ada", "decision:2"]);
  });

  test("ends at its beginning when one goes back", () => {
    const begin = back(back(back(back(walk))));
    expect(begin).toEqual(walk.slice(0, 1));
    expect(same(back(begin), begin)).toBe(true);
    expect(same(walk, begin)).toBe(false);
  });
});

describe("the history", () => {
  test("brings a walk back that ends where the address says", () => {
    expect(remembered({ walk }, "journey:win-back")).toEqual(walk);
    expect(remembered({ walk }, "decision:1")).toBeUndefined();
  });

  test.each([null, undefined, 7, {}, { walk: 1 }, { walk: [] }, { walk: [{ id: 1 }] }])(
    "takes %j for no walk",
    (state) => expect(remembered(state, "decision:1")).toBeUndefined(),
  );

  test("has an address for each stop, the shortest for the beginning", () => {
    expect(address(walk.slice(0, 1), [])).toBe("?");
    expect(address(walk.slice(0, 2), ["journey", "rule"])).toBe(
      "?focus=decision%3A1&kinds=journey&kinds=rule",
    );
  });
});
