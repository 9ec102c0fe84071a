/** The vocabulary as suggestions of pickers, each with what helps to tell it from the others. */

import type { Choice } from "../parts/Combobox";
import { examplesOf, type Property, shown, type Vocabulary } from "./vocabulary";

const numbers = new Intl.NumberFormat("en");

export function choicesOfEvents(words: Vocabulary): readonly Choice[] {
  return words.events.map(({ name, times }) => ({
    value: name,
    note: times === null ? "" : seenWords(times, words.exact),
  }));
}

/** “1,636 in 30 days”. */
function seenWords(times: number, exact: boolean): string {
  if (times === 0) return "not lately";
  return `${exact ? "" : "about "}${numbers.format(times)} in 30 days`;
}

/** “Seen 1,636 times in 30 days.” */
export function seenSentence(times: number, exact: boolean): string {
  if (times === 0) return "Not seen in the last 30 days.";
  const about = exact ? "" : "about ";
  const often = times === 1 ? "once" : `${about}${numbers.format(times)} times`;
  return `Seen ${often} in 30 days.`;
}

export function choicesOfTraits(words: Vocabulary): readonly Choice[] {
  return words.traits.map((trait) => ({ value: trait.key, note: examplesOf(trait) }));
}

export function choicesOfProperties(properties: readonly Property[]): readonly Choice[] {
  return properties.map((property) => ({ value: property.key, note: examplesOf(property) }));
}

/** The values that were seen; none of those that aren't shown as they are. */
export function choicesOfValues(property: Property | undefined): readonly Choice[] {
  if (!property || property.masked) return [];
  return property.examples.map((value) => ({ value: shown(value) }));
}

export function lifecyclesOf(words: Vocabulary): readonly Choice[] {
  const names = new Map(words.stages.map((stage) => [stage.lifecycle, stage.lifecycle_name]));
  return [...names].map(([value, label]) => ({ value, label }));
}

export function stagesOf(words: Vocabulary, lifecycle: string): readonly Choice[] {
  return words.stages
    .filter((stage) => stage.lifecycle === lifecycle)
    .map((stage) => ({ value: stage.key, label: stage.name }));
}
