/** What `goal` and `exit` share: a run ends there, by arriving or at once when an event comes. */

import { isAlways, type Understood } from "../conditions/condition";
import { words } from "../conditions/words";
import type { Fields } from "../model/document";
import { parseDuration } from "../model/durations";
import { kind, type Recipe } from "./kind";
import { parseWhere } from "./matching";
import type { Problems } from "./problems";
import { at, textAt } from "./reading";
import type { NodeKind, Sentence } from "./types";

export interface EndingSettings {
  readonly event: string;
  readonly where: Understood;
}

type Own = Pick<Recipe<EndingSettings>, "label" | "hint" | "fresh"> & { type: "goal" | "exit" };

export function ending(own: Own): NodeKind {
  return kind<EndingSettings>({
    ...own,
    group: "end",
    parse: (raw, problems) => {
      if (own.type === "goal") parseWindow(raw, problems);
      return parseEnding(raw, problems);
    },
    ports: () => [],
    says: (settings, name) => says(own.label, settings, name),
  });
}

/** Whether it acts from anywhere, at once; else only arriving does. */
export function listens({ event, where }: EndingSettings): boolean {
  return event !== "" || !isAlways(where);
}

export function parseEnding(raw: Fields, problems: Problems): EndingSettings {
  return { event: textAt(raw, "event"), where: parseWhere(raw, problems) };
}

/** How long after the entry the goal counts, inside or not. */
function parseWindow(raw: Fields, problems: Problems): void {
  parseDuration(at(raw, "window"), problems, "window", { otherwise: 0 });
}

/** By arriving; at once when an event comes; or at once when something has become so. */
function says(title: string, settings: EndingSettings, name: string): Sentence {
  if (!listens(settings)) return { what: title, more: name };
  const also = words(settings.where);
  if (!settings.event) {
    const more = "at once, from anywhere, whatever event comes";
    return { what: `${title}: once ${also}`, more };
  }
  const more = `at once, from anywhere${also ? `; only if ${also}` : ""}`;
  return { what: `${title}: ${settings.event}`, more };
}
