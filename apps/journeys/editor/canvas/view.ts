/** What part of the canvas is seen. */

import { canvasElement } from "./focus";
import { flowOf } from "./state";

const SMALLEST = 0.75;
const PADDING = 40;
/** Below the bar of the selection. */
const TOP = 68;

/** Shows everything if it can still be read, or else the beginning. */
export function showStart(smoothly = false): void {
  const [flow, pane] = [flowOf(), canvasElement()];
  if (!flow || !pane || flow.getNodes().length === 0) return;
  const box = flow.getNodesBounds(flow.getNodes());
  const fits = Math.min(
    (pane.clientWidth - 2 * PADDING) / box.width,
    (pane.clientHeight - 2 * PADDING) / box.height,
  );
  const zoom = Math.min(1, Math.max(SMALLEST, fits));
  const entry = flow
    .getNodes()
    .find((node) => node.type === "step" && node.data.node.type === "entry");
  const wide = box.width * zoom > pane.clientWidth - 2 * PADDING;
  const middle =
    wide && entry ? entry.position.x + (entry.measured?.width ?? 240) / 2 : box.x + box.width / 2;
  const x = pane.clientWidth / 2 - middle * zoom;
  const tall = box.height * zoom > pane.clientHeight - 2 * PADDING;
  const y = tall
    ? TOP - box.y * zoom
    : Math.max(TOP, (pane.clientHeight - box.height * zoom) / 3) - box.y * zoom;
  void flow.setViewport({ x, y, zoom }, { duration: smoothly ? 250 : 0 });
}

export function fit(): void {
  void flowOf()?.fitView({ padding: 0.12, maxZoom: 1, duration: 250 });
}

export function zoomBy(step: 1 | -1): void {
  void (step > 0 ? flowOf()?.zoomIn({ duration: 120 }) : flowOf()?.zoomOut({ duration: 120 }));
}

/** The place in the middle of what is seen, for a card of the usual size. */
export function middleOfView(): readonly [number, number] {
  const [flow, pane] = [flowOf(), canvasElement()];
  if (!flow || !pane) return [0, 0];
  const { left, top, width, height } = pane.getBoundingClientRect();
  const { x, y } = flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
  return [x - 120, y - 40];
}
