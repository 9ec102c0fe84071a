/** Small answers of the server. */

import type { Answer, Group, Thing } from "@around/answer";
import type { Drawing, Place } from "@around/layout";

function thing(id: string): Thing {
  const kind = id.split(":")[0] ?? "";
  return { id, kind, label: id, detail: [], href: "", tone: "", elsewhere: false };
}

export function group(kind: string, ids: string[], more: Partial<Group> = {}): Group {
  const near = ids.map((id) => ({ id, says: "", tone: "", href: "" }));
  return { kind, label: kind, near, more: 0, more_text: "", next: "", ...more };
}

export function answer(focus: string, groups: Group[]): Answer {
  const ids = [focus, ...groups.flatMap((one) => one.near.map((near) => near.id))];
  return { person: "ada", zone: "UTC", focus, nodes: ids.map(thing), groups, links: [] };
}

export function at(drawing: Drawing, id: string): Place {
  const found = drawing.places.find((place) => place.id === id);
  if (!found) throw new Error(`${id} is not there`);
  return found;
}
