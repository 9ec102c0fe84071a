/** One tab stop for the whole canvas: which card has the focus, and bringing it into view. */

import { noteId, isNoteName, notesOf } from "../model/notes";
import { CARD, placesOf } from "../model/places";
import { useEditor } from "../store";
import { flowOf, useCanvas } from "./state";

const MARGIN = 32;
/** How long a card may take to be drawn after it was brought into view. */
const FRAMES = 40;

/** Selects this node or note, brings it into view and gives it the focus. */
export function focusOn(name: string, selected: Iterable<string> = [name]): void {
  useEditor.getState().select(selected);
  focusSoon(name, null);
}

/** At once where the card is drawn already: the next key may come before the next frame. */
export function focusNow(name: string): void {
  focusSoon(name, null);
  cardOf(name)?.focus({ preventScroll: true });
}

let asks = 0;

/** Gives the focus as soon as the card is drawn; null leaves the selection as it is. */
export function focusSoon(
  name: string,
  selected: Iterable<string> | null = [name],
  view: "follow" | "stay" = "follow",
): void {
  if (selected) useEditor.getState().select(selected);
  useCanvas.setState({ focused: name });
  if (view === "follow") bringIntoView(name);
  let frames = FRAMES;
  asks += 1;
  const mine = asks;
  const attempt = (): void => {
    if (asks !== mine || useCanvas.getState().writing) return;
    const card = cardOf(name);
    card?.focus({ preventScroll: true });
    // A card can't take the focus before it was measured.
    const taken = card !== null && document.activeElement === card;
    frames -= 1;
    if (!taken && frames > 0) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

/** The focus goes to what `find` gives, as soon as that is there; no card takes it back. */
export function focusWhenThere(find: () => HTMLElement | null | undefined): void {
  let frames = FRAMES;
  asks += 1;
  const mine = asks;
  const attempt = (): void => {
    if (asks !== mine) return;
    const there = find();
    there?.focus();
    frames -= 1;
    const taken = there != null && document.activeElement === there;
    if (!taken && frames > 0) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

export function cardOf(name: string): HTMLElement | null {
  const cards = document.querySelectorAll<HTMLElement>("[data-card]");
  return [...cards].find((card) => card.dataset.card === name) ?? null;
}

/** Moves the view as little as needed, so that this card is seen whole. */
export function bringIntoView(name: string): void {
  const [flow, box, pane] = [flowOf(), boxOf(name), paneOf()];
  if (!flow || !box || !pane) return;
  const { x, y, zoom } = flow.getViewport();
  const [left, top] = [box.x * zoom + x, box.y * zoom + y];
  const [right, bottom] = [left + box.width * zoom, top + box.height * zoom];
  const dx = shift(left, right, pane.width);
  const dy = shift(top, bottom, pane.height);
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom });
}

/** Moves the view so that this card is in its middle, large enough to be read. */
export function center(name: string): void {
  const [flow, box] = [flowOf(), boxOf(name)];
  if (!flow || !box) return;
  const zoom = Math.max(flow.getZoom(), 0.8);
  void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: 200 });
}

/** Where a card is on the screen: a menu opens beside it. */
export function anchorOf(name: string): { x: number; y: number } {
  const box = cardOf(name)?.getBoundingClientRect();
  if (box) return { x: box.right + 12, y: box.top };
  const pane = paneOf()?.getBoundingClientRect();
  return { x: (pane?.left ?? 0) + 40, y: (pane?.top ?? 0) + 60 };
}

export function canvasElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>(".canvas");
}

function paneOf(): { width: number; height: number; getBoundingClientRect(): DOMRect } | null {
  const element = canvasElement();
  if (!element) return null;
  const { clientWidth: width, clientHeight: height } = element;
  return { width, height, getBoundingClientRect: () => element.getBoundingClientRect() };
}

function boxOf(name: string): { x: number; y: number; width: number; height: number } | null {
  const { document: journey } = useEditor.getState().history.now;
  if (isNoteName(name)) return notesOf(journey).find((note) => note.id === noteId(name)) ?? null;
  const place = placesOf(journey)[name] ?? useCanvas.getState().placed[name];
  if (!place) return null;
  const measured = flowOf()?.getNode(name)?.measured;
  const { width = CARD.width, height = CARD.height } = measured ?? {};
  return { x: place[0], y: place[1], width, height };
}

function shift(start: number, end: number, size: number): number {
  if (start >= MARGIN && end <= size - MARGIN) return 0;
  if (end - start > size - 2 * MARGIN || start < MARGIN) return MARGIN - start;
  return size - MARGIN - end;
}
