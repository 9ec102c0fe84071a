/** The list beside the picture: read from the server, walked with the keyboard. */

import type { Answer } from "./answer";

export interface Page {
  panel: HTMLElement;
  /** Undefined: there is nothing of this name, and the panel says so. */
  answer: Answer | undefined;
}

const STOPS = "a.around-near, .around-more a";

/** The list at this address, as the server renders it, with the same as data. */
export async function read(address: string): Promise<Page> {
  const response = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!response.ok || response.redirected)
    throw new Error(`The server answered ${response.status}.`);
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const panel = parsed.querySelector<HTMLElement>(".around-panel");
  if (!panel) throw new Error("The server answered with another page.");
  return { panel: document.importNode(panel, true), answer: answerIn(panel) };
}

/** What a list has as data. */
export function answerIn(panel: ParentNode): Answer | undefined {
  const text = panel.querySelector('script[type="application/json"]')?.textContent;
  return text ? (JSON.parse(text) as Answer) : undefined;
}

/** Put what a further page of one kind holds below what is there; the answer is its first link. */
export function goOn(
  panel: ParentNode,
  kind: string,
  further: ParentNode,
): HTMLElement | undefined {
  const list = panel.querySelector(`[data-group="${kind}"]`);
  const more = further.querySelector(`[data-group="${kind}"]`);
  if (!list || !more) return undefined;
  const items = [...more.querySelectorAll("li")];
  list.querySelector("ul")?.append(...items);
  list.querySelector(".around-more")?.remove();
  const rest = more.querySelector(".around-more");
  if (rest) list.append(rest);
  return items[0]?.querySelector<HTMLElement>("a") ?? undefined;
}

/** Arrow keys go from neighbour to neighbour, Home and End to the first and the last. */
export function arrows(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = [...panel.querySelectorAll<HTMLElement>(STOPS)];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined || !stops.length) return;
  event.preventDefault();
  stops[Math.min(Math.max(to, 0), stops.length - 1)]?.focus();
}
