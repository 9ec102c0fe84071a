import { begin, changed, closed, redone, undone } from "@editor/model/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { journeys } from "./journeys";
import { dice, perform } from "./operations";

test("all undone is the first document, all redone the last, whatever was done", () => {
  fc.assert(
    fc.property(journeys(), fc.array(dice, { maxLength: 30 }), (document, steps) => {
      const written = JSON.stringify(document);
      let history = begin(document);
      for (const step of steps) history = changed(history, perform(history.now, step), "step");
      const last = history.now;
      const done = history.past.length;
      for (let i = 0; i < done; i += 1) history = undone(history);
      expect(history.now).toBe(document);
      expect(JSON.stringify(history.now)).toBe(written);
      for (let i = 0; i < done; i += 1) history = redone(history);
      expect(history.now).toBe(last);
    }),
  );
});

test("undo and redo in any order are where they were", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("change", "undo", "redo")), (steps) => {
      let history = begin(0);
      let [values, at] = [[0], 0];
      for (const step of steps) {
        if (step === "change") {
          values = [...values.slice(0, at + 1), values.length * 100 + at];
          at += 1;
          history = changed(history, values[at] ?? 0, "step");
        } else if (step === "undo") {
          at = Math.max(0, at - 1);
          history = undone(history);
        } else {
          at = Math.min(values.length - 1, at + 1);
          history = redone(history);
        }
        expect(history.now).toBe(values[at]);
      }
    }),
  );
});

test("letters typed into one field are one step, until the field is left", () => {
  let history = begin("");
  for (const text of ["a", "ab", "abc"]) history = changed(history, text, "Rename", "name");
  expect(history.past).toHaveLength(1);
  history = changed(closed(history), "abcd", "Rename", "name");
  expect(history.past.map((step) => step.value)).toEqual(["", "abc"]);
});

test("a change that changes nothing is no step, and leaves what can be redone", () => {
  const history = undone(changed(begin("a"), "b", "step"));
  expect(changed(history, "a", "step")).toBe(history);
});

test("what was typed and taken back again leaves no step", () => {
  const before = { name: "a", nodes: [{ key: "in" }] };
  let history = begin<object>(before);
  history = changed(history, { ...before, name: "ab" }, "Rename", "name");
  history = closed(changed(history, { ...before, name: "a" }, "Rename", "name"));
  expect(history.past).toEqual([]);
  expect(history.now).toBe(before);
  history = closed(changed(history, { ...before, name: "b" }, "Rename", "name"));
  expect(history.past).toHaveLength(1);
});
