import type { Connection, Edge, FinalConnectionState, HandleType } from "@xyflow/react";
import { useMemo } from "react";
import { portOf } from "../model/document";
import { refusal, type Way } from "../model/graph";
import { useEditor } from "../store";
import { connect, reconnect } from "./actions";
import type { CanvasEdge } from "./drawn";
import { canvasElement } from "./focus";
import { flowOf, open } from "./state";

interface Connecting {
  isValidConnection(connection: Connection | Edge): boolean;
  onConnect(connection: Connection): void;
  onConnectStart(): void;
  onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState): void;
  onReconnectStart(): void;
  onReconnect(edge: CanvasEdge, connection: Connection): void;
  onReconnectEnd(
    event: MouseEvent | TouchEvent,
    edge: CanvasEdge,
    end: HandleType,
    state: FinalConnectionState,
  ): void;
}

/** Ways by mouse: from a port to a node, an end led elsewhere, or dropped to add what comes next. */
export function useConnecting(): Connecting {
  return useMemo(() => {
    let reconnecting = false;
    return {
      isValidConnection: ({ source, sourceHandle, target }) => {
        const { document } = useEditor.getState().history.now;
        return refusal(document, source, sourceHandle ?? "next", target) === "";
      },
      onConnect: ({ source, sourceHandle, target }) => {
        if (!reconnecting) connect({ from: source, port: sourceHandle ?? "next" }, target);
      },
      onConnectStart: () => canvasElement()?.classList.add("canvas-connecting"),
      onConnectEnd: (event, state) => {
        canvasElement()?.classList.remove("canvas-connecting");
        if (!reconnecting) dropped(event, state);
      },
      onReconnectStart: () => {
        reconnecting = true;
      },
      onReconnect: (edge, { source, sourceHandle, target }) =>
        void reconnect(wayOf(edge), { from: source, port: sourceHandle ?? "next" }, target),
      onReconnectEnd: (event, edge, end, state) => {
        reconnecting = false;
        canvasElement()?.classList.remove("canvas-connecting");
        const card = cardAt(pointOf(event));
        // React Flow names the end that stays.
        if (!state.isValid && end === "source" && card) reconnect(wayOf(edge), wayOf(edge), card);
      },
    };
  }, []);
}

function dropped(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { fromHandle, fromNode } = state;
  if (state.isValid || fromHandle?.type !== "source" || !fromNode) return;
  const way = { from: fromNode.id, port: fromHandle.id ?? "next" };
  const point = pointOf(event);
  const card = cardAt(point);
  if (card) {
    if (card !== way.from) connect(way, card);
    return;
  }
  const flow = flowOf();
  const on = document.elementFromPoint(point.x, point.y);
  if (!flow || !on?.closest(".react-flow")) return;
  const { x, y } = flow.screenToFlowPosition(point);
  open({ kind: "add", after: way, at: [x - 120, y], anchor: point });
}

/** The node under the pointer: a way may be dropped anywhere on its card. */
function cardAt({ x, y }: { x: number; y: number }): string {
  const card = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-card][data-type]");
  return card?.dataset.card ?? "";
}

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}

function wayOf(edge: CanvasEdge): Way {
  return { from: edge.source, port: edge.data?.port ?? portOf({ from: "", to: "" }) };
}
