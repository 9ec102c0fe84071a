import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useNodesInitialized,
  useStore,
} from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { kindOf } from "../nodes";
import { useEditor, useIsReadOnly } from "../store";
import { Dialogs } from "./Dialogs";
import type { CanvasEdge, CanvasNode } from "./drawn";
import { EmptyHint } from "./EmptyHint";
import { canvasElement, center, focusNow, focusSoon } from "./focus";
import { focused, openSettings } from "./keys";
import { NoteCard } from "./NoteCard";
import { Said } from "./Said";
import { StepCard } from "./StepCard";
import { setFlow, useCanvas } from "./state";
import { Tools } from "./Tools";
import { useConnecting } from "./useConnecting";
import { useDragging } from "./useDragging";
import { useDrawnEdges, useDrawnNodes } from "./useDrawn";
import { useDropping } from "./useDropping";
import { useKeys } from "./useKeys";
import { showStart } from "./view";
import { ArrowHead, WayLine } from "./WayLine";
import "./canvas.css";
import "./cards.css";
import "./notes.css";
import "./ports.css";
import "./dialogs.css";

const NODE_TYPES = { step: StepCard, note: NoteCard };
const EDGE_TYPES = { way: WayLine };
const SNAP: [number, number] = [8, 8];
const ADDING_KEYS = ["Meta", "Control", "Shift"];
const MAP = { width: 150, height: 110 };
const FAR = 0.35;
const PRO = { hideAttribution: false };

/** The journey as a drawing: it only draws the document, and turns gestures into changes of it. */
export function Canvas() {
  const reading = useIsReadOnly();
  const ready = useCanvas((state) => state.ready);
  const [nodes, onNodesChange] = useDrawnNodes();
  const edges = useDrawnEdges();
  const connecting = useConnecting();
  const dragging = useDragging();
  const dropping = useDropping();
  useKeys();
  useGoTo();
  return (
    <section
      className={ready ? "canvas" : "canvas canvas-waiting"}
      aria-label="Canvas"
      {...useTabStop()}
      {...(reading ? {} : dropping)}
    >
      <p id="canvas-hint" className="visually-hidden">
        Arrow keys go along the ways. A adds a node, Enter opens the settings, question mark shows
        all keys.
      </p>
      <ReactFlow
        aria-label="Journey"
        aria-describedby="canvas-hint"
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onInit={setFlow}
        {...connecting}
        {...dragging}
        onPaneClick={clearSelection}
        onNodeClick={showSettings}
        {...(reading ? {} : DOUBLE_CLICK)}
        onEdgeClick={selectWay}
        nodesDraggable={!reading}
        nodesConnectable={!reading}
        edgesReconnectable={!reading}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        connectOnClick={false}
        deleteKeyCode={null}
        panActivationKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={ADDING_KEYS}
        selectionMode={SelectionMode.Partial}
        zoomOnDoubleClick={false}
        panOnScroll
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.04}
        maxZoom={1.75}
        nodeDragThreshold={3}
        connectionRadius={36}
        reconnectRadius={8}
        connectionLineType={ConnectionLineType.SmoothStep}
        onlyRenderVisibleElements
        proOptions={PRO}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
        <FirstView />
        <Distance />
        {nodes.length > 5 ? (
          <MiniMap
            className="canvas-map"
            style={MAP}
            pannable
            zoomable
            ariaLabel="Overview of the journey"
            nodeClassName={mapClass}
            nodeBorderRadius={18}
          />
        ) : null}
      </ReactFlow>
      <ArrowHead />
      <EmptyHint />
      <Tools />
      <Said />
      <Dialogs />
    </section>
  );
}

/** Tab comes to one card; from there arrow keys go on. */
function useTabStop(): React.HTMLAttributes<HTMLElement> & { tabIndex: number } {
  const [inside, setInside] = useState(false);
  return {
    tabIndex: inside ? -1 : 0,
    onFocus: (event) => {
      const card = (event.target as Element).closest("[data-card], [data-way]") !== null;
      if (card !== inside) setInside(card);
      const byKey =
        event.target === event.currentTarget && event.currentTarget.matches(":focus-visible");
      if (byKey && focused()) focusNow(focused());
    },
    onBlur: (event) => {
      if (!event.currentTarget.contains(event.relatedTarget as Element | null)) setInside(false);
    },
  };
}

/** Somebody asks for a node: from the list of problems, from a trial. */
function useGoTo(): void {
  const goTo = useEditor((state) => state.goTo);
  const ready = useCanvas((state) => state.ready);
  useEffect(() => {
    if (!goTo?.node || !ready) return;
    const { focusField } = useEditor.getState();
    // The inspector takes the focus where one of its fields is asked for.
    if (focusField?.at === goTo.at) useCanvas.setState({ focused: goTo.node });
    else focusSoon(goTo.node, null);
    center(goTo.node);
  }, [goTo, ready]);
}

/** Once, when all cards have their size. */
function FirstView() {
  const initialized = useNodesInitialized();
  const ready = useCanvas((state) => state.ready);
  const shown = useRef(false);
  useEffect(() => {
    if (!initialized || !ready || shown.current) return;
    shown.current = true;
    if (!useEditor.getState().goTo) showStart();
  }, [initialized, ready]);
  return null;
}

/** From far away cards are blocks of colour: nobody could read them, and they are drawn faster. */
function Distance() {
  const far = useStore((state) => state.transform[2] < FAR);
  useEffect(() => {
    canvasElement()?.classList.toggle("canvas-far", far);
  }, [far]);
  return null;
}

function clearSelection(): void {
  const { selected, selectedEdge, select } = useEditor.getState();
  if (selected.size > 0 || selectedEdge) select([]);
}

function openStep(_event: React.MouseEvent, node: CanvasNode): void {
  if (node.type === "step") openSettings(false);
}

const DOUBLE_CLICK = { onNodeDoubleClick: openStep };

function selectWay(_event: React.MouseEvent, edge: CanvasEdge): void {
  useEditor.getState().selectEdge(edge.id);
  showSettings();
}

/** A click on a node shows its settings, unless the panel tells about a trial or about numbers. */
function showSettings(): void {
  const { panel, show } = useEditor.getState();
  if (panel === "problems" || panel === "versions") show("inspector");
}

function mapClass(node: CanvasNode): string {
  if (node.type === "note") return "map-note";
  const { type } = node.data.node;
  return `step-${type} step-in-${kindOf(type)?.group ?? "end"}`;
}
