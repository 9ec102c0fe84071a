/** update_trait: sets a trait of the person, to a value or to a property of the entry event. */

import { valueWords } from "../conditions/words";
import type { Json } from "../model/document";
import { kind, NEXT } from "./kind";
import { at, isGiven, textAt } from "./reading";

interface Settings {
  readonly trait: string;
  readonly value: Json;
  readonly fromEntry: string;
}

export const updateTrait = kind<Settings>({
  type: "update_trait",
  label: "Set a trait",
  hint: "Remembers something about the person: a value, or what the entry’s event said.",
  group: "act",
  fresh: () => ({ trait: "", value: true }),
  parse: (raw, problems) => {
    if (!isGiven(at(raw, "trait"))) problems.add("trait", "missing", "name the trait to set");
    if (Object.hasOwn(raw, "value") === isGiven(at(raw, "from_entry"))) {
      const remedy = "give either a value or a property of the entry event";
      problems.add("value", "missing", remedy);
    }
    return {
      trait: textAt(raw, "trait"),
      value: at(raw, "value") ?? null,
      fromEntry: textAt(raw, "from_entry"),
    };
  },
  ports: () => [NEXT],
  says: ({ trait, value, fromEntry }, name) => {
    const to = fromEntry ? `the entry’s ${fromEntry}` : valueWords(value);
    return { what: `Set ${trait} to ${to}`, more: name };
  },
});
