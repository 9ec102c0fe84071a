/** What is known of the trait or property that a question is about. */

import type { Fields } from "../model/document";
import type { BuilderContext } from "./context";
import { keyOf, kindOf } from "./leaf";
import { propertiesOf, type Property, useVocabulary, type Vocabulary } from "./vocabulary";

const SESSION_STARTED = "Session Started";

export function usePropertyOf(leaf: Fields, context: BuilderContext): Property | undefined {
  const words = useVocabulary();
  const [kind, key] = [kindOf(leaf), keyOf(leaf)];
  if (kind === "trait") return words.traits.find((trait) => trait.key === key);
  if (kind === "session") return ofSession(words, key);
  if (kind !== "event" && kind !== "entry") return undefined;
  const event = kind === "entry" ? context.entry : context.event;
  return propertiesOf(words, event).find((property) => property.key === key);
}

/** What can be asked of a session; the sources are those that its event may name. */
function ofSession(words: Vocabulary, key: string): Property | undefined {
  if (key === "events" || key === "minutes") {
    return { key, kind: "number", examples: [], masked: false };
  }
  return propertiesOf(words, SESSION_STARTED).find((property) => property.key === key);
}
