import { useStore } from "@xyflow/react";
import { useEditor, useIsReadOnly } from "../store";
import { redo, undo } from "./actions";
import { SelectionBar } from "./SelectionBar";
import { open, useCanvas } from "./state";
import { Tool } from "./Tool";
import { tidy } from "./tidy";
import { fit, zoomBy } from "./view";

/** Undo, zoom, tidy, search and help, in the corner of the canvas. */
export function Tools() {
  const reading = useIsReadOnly();
  const before = useEditor((state) => state.history.past.at(-1)?.label);
  const after = useEditor((state) => state.history.future[0]?.label);
  const tidying = useCanvas((state) => state.tidying);
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="canvas-tools" role="group" aria-label="Canvas tools">
      {reading ? null : (
        <div className="tools">
          <Tool
            icon="undo"
            label={before ? `Undo: ${before}` : "Nothing to undo"}
            keys="Control+Z"
            off={!before}
            onClick={undo}
          />
          <Tool
            icon="redo"
            label={after ? `Redo: ${after}` : "Nothing to redo"}
            keys="Control+Shift+Z"
            off={!after}
            onClick={redo}
          />
        </div>
      )}
      <div className="tools">
        <Tool icon="minus" label="Zoom out" keys="-" onClick={() => zoomBy(-1)} />
        <span className="tools-zoom" aria-label={`Zoom ${percent} %`}>
          {percent} %
        </span>
        <Tool icon="plus" label="Zoom in" keys="+" onClick={() => zoomBy(1)} />
        <Tool icon="fit" label="See all of it" keys="0" onClick={fit} />
      </div>
      <div className="tools">
        {reading ? null : (
          <Tool
            icon="tidy"
            label="Tidy the layout"
            keys="T"
            off={tidying}
            onClick={() => void tidy()}
          />
        )}
        <Tool
          icon="search"
          label="Search for a node"
          keys="Control+F"
          onClick={() => open({ kind: "search" })}
        />
        <Tool icon="keyboard" label="All keys" keys="?" onClick={() => open({ kind: "help" })} />
      </div>
      <SelectionBar />
    </div>
  );
}
