/** The breadcrumb of the walk. */

import type { Walk } from "./walk";
import { address } from "./walk";

export function showWay(list: HTMLElement, walk: Walk): void {
  list.replaceChildren(
    ...walk.map((_, index) => item(walk.slice(0, index + 1), index + 1 === walk.length)),
  );
}

function item(walk: Walk, last: boolean): HTMLElement {
  const stop = walk[walk.length - 1];
  const link = document.createElement("a");
  link.href = address(walk, []);
  link.dataset.focus = stop?.id ?? "";
  link.textContent = stop?.label ?? "";
  if (last) link.setAttribute("aria-current", "step");
  const made = document.createElement("li");
  made.append(link);
  return made;
}
