import type { OnNodeDrag, OnSelectionChangeFunc } from "@xyflow/react";
import { useMemo } from "react";
import { isNoteName, noteId } from "../model/notes";
import type { Place } from "../model/places";
import { move } from "./actions";
import type { CanvasNode } from "./drawn";

type Stop = Parameters<OnSelectionChangeFunc<CanvasNode>>[0]["nodes"];

/** The document hears of a drag when it ends. */
export function useDragging(): {
  onNodeDragStop: OnNodeDrag<CanvasNode>;
  onSelectionDragStop: (event: React.MouseEvent, nodes: CanvasNode[]) => void;
} {
  return useMemo(
    () => ({
      onNodeDragStop: (_event, _node, nodes) => commit(nodes),
      onSelectionDragStop: (_event, nodes) => commit(nodes),
    }),
    [],
  );
}

function commit(nodes: Stop): void {
  const places: [string, Place][] = [];
  const notes: [string, Place][] = [];
  for (const { id, position } of nodes) {
    const place: Place = [position.x, position.y];
    if (isNoteName(id)) notes.push([noteId(id), place]);
    else places.push([id, place]);
  }
  move(Object.fromEntries(places), Object.fromEntries(notes));
}
