/** The groups of node types, in the order of the palette. */

import type { NodeKind } from "../nodes/types";

export const GROUPS: readonly { readonly group: NodeKind["group"]; readonly label: string }[] = [
  { group: "start", label: "Begin" },
  { group: "act", label: "Act" },
  { group: "wait", label: "Wait" },
  { group: "choose", label: "Choose the way" },
  { group: "end", label: "End" },
];

/** What the palette writes into a drag, and the canvas reads from it. */
export const DRAGGED = "application/x-throughline-node";
