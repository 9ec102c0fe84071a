import { describe, expect, test } from "vitest";
import { draw } from "@around/layout";
import { extend, merge, NOTHING, told } from "@around/picture";
import type { Walk } from "@around/walk";
import { answer, at, group } from "./answers";

const ada = answer("person:ada", [
  group("identifier", ["identifier:email:ada"]),
  group("decision", ["decision:1", "decision:2"], { more: 3, next: "9~x" }),
]);
const one = answer("decision:1", [
  group("person", ["person:ada"]),
  group("journey", ["journey:win-back"]),
]);
const start: Walk = [{ id: "person:ada", label: "Ada" }];
const walked: Walk = [...start, { id: "decision:1", label: "Decision" }];
const both = merge(merge(NOTHING, ada), one);
const ALL = new Set<string>();

describe("what is known of the graph", () => {
  test("an answer brings its things and the neighbours of its focus", () => {
    const picture = merge(NOTHING, ada);
    expect([...picture.things.keys()]).toEqual([
      "person:ada",
      "identifier:email:ada",
      "decision:1",
      "decision:2",
    ]);
    expect(picture.groups.get("person:ada")).toHaveLength(2);
  });

  test("what was a focus is not told by less", () => {
    const long = { ...ada, nodes: [{ ...ada.nodes[0]!, detail: ["First seen"] }] };
    const picture = merge(merge(NOTHING, long), one);
    expect(picture.things.get("person:ada")?.detail).toEqual(["First seen"]);
  });

  test("a further page goes on where the group ended, and repeats nothing", () => {
    const more = answer("person:ada", [group("decision", ["decision:2", "decision:3"])]);
    const picture = extend(merge(NOTHING, ada), more);
    const [identifiers, decisions] = picture.groups.get("person:ada") ?? [];
    expect(identifiers?.near).toHaveLength(1);
    expect(decisions?.near.map((near) => near.id)).toEqual([
      "decision:1",
      "decision:2",
      "decision:3",
    ]);
    expect(decisions?.more).toBe(0);
  });
});

describe("what a stop is called", () => {
  const near = { id: "journey:win-back", says: "lost to Trial", tone: "waits", href: "" };
  const lost = answer("decision:1", [{ ...group("journey", []), near: [near] }]);
  const picture = merge(both, lost);

  test("a journey is told with what became of it there", () => {
    expect(told(picture, "decision:1", "journey:win-back")).toBe("journey:win-back lost to Trial");
    expect(told(picture, "person:ada", "journey:win-back")).toBe("journey:win-back");
    expect(told(picture, "person:ada", "decision:9")).toBe("decision:9");
  });
});

describe("where everything stands", () => {
  test("what a person is known by stands to the left, what happened to the right", () => {
    const drawing = draw(start, merge(NOTHING, ada), ALL);
    expect(at(drawing, "person:ada")).toMatchObject({ x: 0, y: 0, as: "focus" });
    expect(at(drawing, "identifier:email:ada").x).toBeLessThan(0);
    expect(at(drawing, "decision:1").x).toBeGreaterThan(0);
    expect(at(drawing, "more:person:ada:decision")).toMatchObject({ as: "more" });
  });

  test("the next stop keeps its place, and its neighbours stand beyond it", () => {
    const before = draw(start, merge(NOTHING, ada), ALL);
    const drawing = draw(walked, both, ALL);
    const stop = at(drawing, "decision:1");
    expect(stop).toMatchObject({ as: "focus", x: at(before, "decision:1").x });
    expect(at(drawing, "journey:win-back").x).toBeGreaterThan(stop.x);
    expect(at(drawing, "decision:2").as).toBe("far");
    expect(at(drawing, "person:ada").as).toBe("way");
  });

  test("nothing stands twice, and nothing stands on something else", () => {
    const drawing = draw(walked, both, ALL);
    const ids = drawing.places.map((place) => place.id);
    expect(new Set(ids).size).toBe(ids.length);
    const spots = drawing.places.map((place) => `${place.x}/${place.y}`);
    expect(new Set(spots).size).toBe(spots.length);
  });

  test("every line joins two that are there", () => {
    const drawing = draw(walked, both, ALL);
    const ids = new Set(drawing.places.map((place) => place.id));
    for (const line of drawing.lines) {
      expect(ids.has(line.source) && ids.has(line.target)).toBe(true);
    }
    expect(drawing.lines.filter((line) => line.way).map((line) => line.id)).toEqual([
      "person:ada>decision:1",
    ]);
  });

  test("what stands next to the focus stands there, not with an earlier stop", () => {
    const shared = answer("decision:1", [group("decision", ["decision:2"])]);
    const drawing = draw(walked, merge(merge(NOTHING, ada), shared), ALL);
    expect(at(drawing, "decision:2")).toMatchObject({ as: "near", of: "decision:1" });
  });

  test("only the chosen kinds are shown, but the way stays whole", () => {
    const drawing = draw(walked, both, new Set(["journey"]));
    expect(drawing.places.filter((place) => place.as !== "title").map((place) => place.id)).toEqual(
      ["person:ada", "decision:1", "journey:win-back"],
    );
  });

  test("a way that the history kept is drawn before its stops are known", () => {
    const drawing = draw(walked, merge(NOTHING, one), ALL);
    expect(at(drawing, "person:ada").text).toBe("person:ada");
    expect(at(drawing, "decision:1").as).toBe("focus");
  });
});
