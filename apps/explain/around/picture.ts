/** What is known of the graph by now: the answers of all steps, put together. Pure. */

import type { Answer, Group, Thing } from "./answer";

export interface Picture {
  things: ReadonlyMap<string, Thing>;
  /** The neighbours of everything that was a focus, by kind. */
  groups: ReadonlyMap<string, readonly Group[]>;
}

export const NOTHING: Picture = { things: new Map(), groups: new Map() };

/** The picture with this answer in it: what it says of a thing is newer than what was known. */
export function merge(picture: Picture, answer: Answer): Picture {
  const groups = new Map(picture.groups).set(answer.focus, answer.groups);
  return { things: known(picture, answer), groups };
}

/** The picture in which one group of the focus goes on with what this answer brings. */
export function extend(picture: Picture, answer: Answer): Picture {
  const before = picture.groups.get(answer.focus) ?? [];
  const groups = before.map((group) => {
    const more = answer.groups.find((one) => one.kind === group.kind);
    return more ? goneOn(group, more) : group;
  });
  return {
    things: known(picture, answer),
    groups: new Map(picture.groups).set(answer.focus, groups),
  };
}

function goneOn(group: Group, more: Group): Group {
  const there = new Set(group.near.map((near) => near.id));
  const added = more.near.filter((near) => !there.has(near.id));
  return { ...more, near: [...group.near, ...added] };
}

/** What a stop is called on the way: of a journey, with what became of it there. */
export function told(picture: Picture, from: string, id: string): string {
  const thing = picture.things.get(id);
  const groups = picture.groups.get(from) ?? [];
  const near = groups.flatMap((group) => group.near).find((one) => one.id === id);
  if (!thing) return id;
  return thing.kind === "journey" && near?.tone ? `${thing.label} ${near.says}` : thing.label;
}

/** What a step is about says more of itself than as a neighbour of something else. */
function known(picture: Picture, answer: Answer): Map<string, Thing> {
  const things = new Map(picture.things);
  for (const thing of answer.nodes) {
    const wasFocus = picture.groups.has(thing.id) && thing.id !== answer.focus;
    if (!wasFocus) things.set(thing.id, thing);
  }
  return things;
}
