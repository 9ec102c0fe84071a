import { notesOf, noteName, setNote } from "../model/notes";
import { useDocument, useEditor, useIsReadOnly } from "../store";
import { NodeActions } from "./Actions";

/** The words of a note on the canvas. */
export function NoteInspector({ id }: { id: string }) {
  const note = notesOf(useDocument()).find((one) => one.id === id);
  const change = useEditor((state) => state.changeDocument);
  const endStep = useEditor((state) => state.endStep);
  const readOnly = useIsReadOnly();
  if (!note) return null;
  return (
    <>
      <header className="insp-head">
        <p className="insp-type">Note</p>
        {readOnly ? null : <NodeActions keys={[noteName(id)]} />}
      </header>
      <div className="field">
        <label htmlFor="note-text">Text</label>
        <textarea
          id="note-text"
          rows={8}
          value={note.text}
          disabled={readOnly}
          onChange={(event) => {
            const text = event.target.value;
            change("Write a note", (document) => setNote(document, id, { text }), `note:${id}`);
          }}
          onBlur={endStep}
        />
        <p className="hint">For people only: nothing that a run depends on.</p>
      </div>
    </>
  );
}
