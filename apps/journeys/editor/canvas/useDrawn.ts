import { applyNodeChanges, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import { joined, placesOf } from "../model/places";
import { type Routes, routesOf } from "../model/routes";
import { useDocument, useEditor } from "../store";
import { type CanvasEdge, type CanvasNode, drawnEdges, drawnNodes } from "./drawn";
import { useCanvas } from "./state";
import { placeAll, sizeOf } from "./tidy";

/** The nodes as they are drawn, and what React Flow tells about them. */
export function useDrawnNodes(): [CanvasNode[], (changes: NodeChange<CanvasNode>[]) => void] {
  const document = useDocument();
  const placed = useCanvas((state) => state.placed);
  const selected = useEditor((state) => state.selected);
  const [nodes, setNodes] = useState<CanvasNode[]>([]);
  useEffect(() => void placeAll(document), [document]);
  useLayoutEffect(() => {
    setNodes((before) => drawnNodes(before, document, placed, selected));
  }, [document, placed, selected]);
  const onChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    takeSelection(changes);
    const own = changes.filter((change) => change.type !== "select" && change.type !== "remove");
    if (own.length > 0) setNodes((before) => applyNodeChanges(own, before));
  }, []);
  return [nodes, onChange];
}

/** The ways as they are drawn; their routes follow when nodes have come to rest. */
export function useDrawnEdges(): CanvasEdge[] {
  const document = useDocument();
  const placed = useCanvas((state) => state.placed);
  const selected = useEditor((state) => state.selectedEdge);
  const [edges, setEdges] = useState<CanvasEdge[]>([]);
  const [routes, setRoutes] = useState<Routes>({});
  const { nodes, edges: ways } = document;
  const positions = document.layout?.positions;
  useEffect(() => {
    // Cards have their size once they were drawn.
    const timer = setTimeout(() => {
      const places = joined(placed, placesOf(document));
      setRoutes(routesOf(document, places, sizeOf(document)));
    }, 60);
    return () => clearTimeout(timer);
    // Only what a way's path depends on: typing in the settings asks for no new routes.
  }, [placed, ways, positions, nodes.length]);
  useLayoutEffect(() => {
    setEdges((before) => drawnEdges(before, document, routes, selected));
  }, [document, routes, selected]);
  return edges;
}

function takeSelection(changes: readonly NodeChange<CanvasNode>[]): void {
  const { selected, select } = useEditor.getState();
  const after = new Set(selected);
  for (const change of changes) {
    if (change.type !== "select") continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  const same = after.size === selected.size && [...after].every((name) => selected.has(name));
  if (!same) select(after);
}
