/** What is known of the trait or property that a question is about. */

import type { Fields } from "../model/document";
import type { BuilderContext } from "./context";
import { keyOf, kindOf } from "./leaf";
import { propertiesOf, type Property, useVocabulary } from "./vocabulary";

export function usePropertyOf(leaf: Fields, context: BuilderContext): Property | undefined {
  const words = useVocabulary();
  const [kind, key] = [kindOf(leaf), keyOf(leaf)];
  if (kind === "trait") return words.traits.find((trait) => trait.key === key);
  if (kind !== "event" && kind !== "entry") return undefined;
  const event = kind === "entry" ? context.entry : context.event;
  return propertiesOf(words, event).find((property) => property.key === key);
}
