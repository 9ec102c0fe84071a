/** What has been seen, for pickers: asked of the server once a page, and kept. */

import { create } from "zustand";
import { get } from "../api";
import type { Json } from "../model/document";

/** A trait or property; `kind` is guessed from the values: text, number, boolean, date, list. */
export interface Property {
  readonly key: string;
  readonly kind: string;
  readonly examples: readonly Json[];
  /** The examples are not the values themselves: addresses of people. */
  readonly masked: boolean;
}

export interface Trait extends Property {
  readonly people: number;
  readonly exact: boolean;
}

export interface SeenEvent {
  readonly name: string;
  /** In 30 days; null where that isn't known. */
  readonly times: number | null;
  readonly last_seen: string | null;
  readonly properties: readonly Property[];
}

export interface StageWord {
  readonly lifecycle: string;
  readonly lifecycle_name: string;
  readonly key: string;
  readonly name: string;
}

export interface Word {
  readonly key: string;
  readonly name: string;
}

export interface Vocabulary {
  readonly events: readonly SeenEvent[];
  readonly exact: boolean;
  readonly traits: readonly Trait[];
  readonly stages: readonly StageWord[];
  readonly topics: readonly Word[];
  readonly tags: readonly Word[];
}

interface Known {
  readonly words: Vocabulary;
  readonly state: "asked" | "known" | "away" | "";
}

export const NOTHING: Vocabulary = {
  events: [],
  exact: true,
  traits: [],
  stages: [],
  topics: [],
  tags: [],
};

const useKnown = create<Known>()(() => ({ words: NOTHING, state: "" }));

/** What is known by now; nothing yet while the server is asked, or where it can't be. */
export function useVocabulary(): Vocabulary {
  return useKnown((known) => known.words);
}

/** Asks once; whoever shows a picker calls it. */
export function loadVocabulary(): void {
  const { state } = useKnown.getState();
  if (state === "asked" || state === "known") return;
  useKnown.setState({ state: "asked" });
  get<Vocabulary>("/api/vocabulary/").then(
    (words) => useKnown.setState({ words, state: "known" }),
    () => useKnown.setState({ state: "away" }),
  );
}

export function propertiesOf(words: Vocabulary, event: string): readonly Property[] {
  return words.events.find((known) => known.name === event)?.properties ?? [];
}

/** “plan, e.g. pro, free”: the examples as they are read. */
export function examplesOf(property: Property | undefined): string {
  return (property?.examples ?? []).map(shown).join(", ");
}

export function shown(value: Json): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
