import { useEditor, useIsReadOnly } from "../store";
import * as act from "./actions";
import { removeSelected } from "./keys";
import { Tool } from "./Tool";

/** What can be done with the selection, for those who use the mouse. */
export function SelectionBar() {
  const reading = useIsReadOnly();
  const count = useEditor((state) => state.selected.size);
  const way = useEditor((state) => state.selectedEdge !== "");
  if (reading || (count === 0 && !way)) return null;
  return (
    <div className="tools" role="group" aria-label="Selection">
      <span className="selection-count">
        {way ? "Way" : count === 1 ? "1 selected" : `${count} selected`}
      </span>
      {way ? null : (
        <>
          <Tool
            icon="duplicate"
            label="Duplicate"
            keys="Control+D"
            onClick={() => act.duplicate(useEditor.getState().selected)}
          />
          <Tool
            icon="copy"
            label="Copy"
            keys="Control+C"
            onClick={() => copyByClick(act.copy(useEditor.getState().selected))}
          />
        </>
      )}
      <Tool icon="delete" label="Delete" keys="Delete" onClick={removeSelected} />
    </div>
  );
}

/** A browser may refuse; then it is pasted from what the canvas keeps itself. */
function copyByClick(text: string): void {
  void navigator.clipboard?.writeText(text).catch(() => undefined);
}
