import { duplicate, removeNodes } from "../model/graph";
import { isNoteName, noteId, removeNotes } from "../model/notes";
import { useEditor } from "../store";

interface Props {
  readonly keys: readonly string[];
  /** What is duplicated or deleted, as the history calls it. */
  readonly what: string;
}

/** What can be done with everything that is selected. */
export function NodeActions({ keys, what }: Props) {
  const change = useEditor((state) => state.changeDocument);
  const select = useEditor((state) => state.select);
  return (
    <div className="row insp-actions">
      <button
        type="button"
        className="btn btn-small"
        onClick={() => {
          let made: readonly string[] = [];
          change(`Duplicate “${what}”`, (document) => {
            const copied = duplicate(document, keys);
            made = copied.keys;
            return copied.document;
          });
          if (made.length > 0) select(made);
        }}
      >
        Duplicate
      </button>
      <button
        type="button"
        className="btn btn-small btn-danger"
        onClick={() => {
          const notes = new Set(keys.filter(isNoteName).map(noteId));
          change(`Delete “${what}”`, (document) => removeNotes(removeNodes(document, keys), notes));
          select([]);
        }}
      >
        Delete
      </button>
    </div>
  );
}
