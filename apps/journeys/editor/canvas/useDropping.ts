import { useMemo } from "react";
import { nodeOf } from "../model/document";
import { portsOf, targetOf, type Way } from "../model/graph";
import { useEditor } from "../store";
import { add, addNote } from "./actions";
import { DRAGGED } from "./groups";
import { flowOf, useCanvas } from "./state";

interface Dropping {
  onDragOver(event: React.DragEvent): void;
  onDragLeave(event: React.DragEvent): void;
  onDrop(event: React.DragEvent): void;
}

/** What is dragged from the palette: onto the canvas, onto a way, or onto a node to follow it. */
export function useDropping(): Dropping {
  return useMemo(
    () => ({
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        point(wayAt(event));
      },
      onDragLeave: (event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Element | null)) point("");
      },
      onDrop: (event) => {
        const type = event.dataTransfer.getData(DRAGGED);
        point("");
        if (!type) return;
        event.preventDefault();
        drop(type, event);
      },
    }),
    [],
  );
}

function drop(type: string, event: React.DragEvent): void {
  const flow = flowOf();
  if (!flow) return;
  const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
  if (type === "note") return addNote([x, y]);
  const [from, port] = wayAt(event).split("\u0000");
  if (type === "entry") add(type, { at: [x - 120, y - 24] });
  else if (from && port !== undefined) add(type, { after: { from, port } });
  else {
    const after = freePortAt(event);
    add(type, after ? { after } : { at: [x - 120, y - 24] });
  }
}

function point(way: string): void {
  if (useCanvas.getState().overWay !== way) useCanvas.setState({ overWay: way });
}

function wayAt(event: React.DragEvent): string {
  const line = (event.target as Element).closest<SVGElement>(".react-flow__edge");
  return line?.dataset.id ?? "";
}

/** Dropped on a card: after it, where a port of it is free. */
function freePortAt(event: React.DragEvent): Way | undefined {
  const card = (event.target as Element).closest<HTMLElement>("[data-card][data-type]");
  const { document } = useEditor.getState().history.now;
  const node = card?.dataset.card ? nodeOf(document, card.dataset.card) : undefined;
  if (!node) return undefined;
  const free = portsOf(node).find((one) => targetOf(document, node.key, one.key) === undefined);
  return free ? { from: node.key, port: free.key } : undefined;
}
