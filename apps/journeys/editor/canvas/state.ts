/** What only the canvas knows: where the focus is, which dialog is open, what was last said. */

import type { ReactFlowInstance } from "@xyflow/react";
import { create } from "zustand";
import type { Way } from "../model/graph";
import { joined, type Place, type Places } from "../model/places";
import type { CanvasEdge, CanvasNode } from "./drawn";

/** Where on the screen a menu opens. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

export type Dialog =
  | { readonly kind: "add"; readonly after?: Way; readonly at?: Place; readonly anchor: Anchor }
  | {
      readonly kind: "port";
      readonly node: string;
      readonly then: "add" | "connect";
      readonly anchor: Anchor;
    }
  | { readonly kind: "connect"; readonly way: Way; readonly anchor: Anchor }
  | { readonly kind: "search" }
  | { readonly kind: "help" };

export interface CanvasState {
  /** The node (by key) or note (by name) that has the focus when the canvas has it. */
  readonly focused: string;
  readonly dialog: Dialog | null;
  /** Said by the live region; `at` tells two of the same words apart. */
  readonly said: { readonly text: string; readonly at: number };
  /** Places of nodes that the document gives none: shown, not saved until they are moved. */
  readonly placed: Places;
  /** Nothing is shown before it stands somewhere. */
  readonly ready: boolean;
  readonly tidying: boolean;
  /** The way under what is dragged from the palette, by id. */
  readonly overWay: string;
  /** The note whose text is edited. */
  readonly writing: string;
}

export const useCanvas = create<CanvasState>()(() => ({
  focused: "",
  dialog: null,
  said: { text: "", at: 0 },
  placed: joined(),
  ready: false,
  tidying: false,
  overWay: "",
  writing: "",
}));

/** Says it to screen readers, and shows it for a moment. */
export function announce(text: string): void {
  useCanvas.setState(({ said }) => ({ said: { text, at: said.at + 1 } }));
}

export function open(dialog: Dialog): void {
  useCanvas.setState({ dialog });
}

export function close(): void {
  useCanvas.setState({ dialog: null });
}

type Flow = ReactFlowInstance<CanvasNode, CanvasEdge>;
let flow: Flow | null = null;

/** React Flow's own controls, once it is there. */
export const flowOf = (): Flow | null => flow;

export function setFlow(instance: Flow | null): void {
  flow = instance;
}
