import type { JourneyDocument } from "@editor/model/document";
import { search } from "@editor/model/search";
import { titleOf } from "@editor/model/titles";
import { expect, test } from "vitest";

const DOCUMENT: JourneyDocument = {
  nodes: [
    { key: "in", type: "entry", settings: { event: "Trial Started" } },
    { key: "three", type: "delay", name: "Café break", settings: { duration: { days: 3 } } },
    { key: "hello", type: "message", settings: { channel: "email", template: "welcome" } },
    { key: "x9", type: "exit", settings: {} },
  ],
  edges: [],
  layout: { notes: [{ id: "n", x: 0, y: 0, width: 1, height: 1, text: "Ask legal\nfirst" }] },
};

function names(words: string): string[] {
  return search(DOCUMENT, words, titleOf).map((found) => found.name);
}

test.each([
  ["by its sentence", "3 days", "three"],
  ["by its name", "cafe", "three"],
  ["by its key", "x9", "x9"],
  ["by its type", "message", "hello"],
  ["whatever the case", "TRIAL", "in"],
  ["by a note's text", "legal", "note:n"],
])("a node is found %s", (_, words, name) => {
  expect(names(words)[0]).toBe(name);
});

test("every word has to fit", () => {
  expect(names("wait nonsense")).toEqual([]);
});

test("without words everything is there, in its order", () => {
  expect(names("  ")).toEqual(["in", "three", "hello", "x9", "note:n"]);
});
