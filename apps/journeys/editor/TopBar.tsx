import { SaveState } from "./saving/SaveState";
import { useEditor, useIsReadOnly } from "./store";

/** The journey's name, whether it is saved, undo and redo, and where to go from here. */
export function TopBar() {
  const page = useEditor((state) => state.page);
  const name = useEditor((state) => state.history.now.name);
  const change = useEditor((state) => state.change);
  const endStep = useEditor((state) => state.endStep);
  const undo = useEditor((state) => state.undo);
  const redo = useEditor((state) => state.redo);
  const before = useEditor((state) => state.history.past.at(-1)?.label);
  const after = useEditor((state) => state.history.future[0]?.label);
  const reading = useIsReadOnly();
  return (
    <header className="editor-top">
      <nav aria-label="Way back" className="small">
        <a href={page.urls.list}>Journeys</a> / <a href={page.urls.journey}>{page.key}</a>
      </nav>
      {reading ? (
        <h1 className="editor-name">{name}</h1>
      ) : (
        <input
          className="editor-name"
          aria-label="Name of the journey"
          value={name}
          maxLength={255}
          onChange={(event) => {
            const typed = event.target.value;
            change("Rename the journey", (work) => ({ ...work, name: typed }), "name");
          }}
          onBlur={endStep}
        />
      )}
      {reading ? null : (
        <>
          <SaveState />
          <div className="row">
            <button
              type="button"
              className="btn btn-small"
              disabled={!before}
              onClick={undo}
              title={before ? `Undo: ${before}` : "Nothing to undo"}
            >
              Undo
            </button>
            <button
              type="button"
              className="btn btn-small"
              disabled={!after}
              onClick={redo}
              title={after ? `Redo: ${after}` : "Nothing to redo"}
            >
              Redo
            </button>
            <a className="btn btn-small btn-primary" href={page.urls.publish}>
              Publish…
            </a>
          </div>
        </>
      )}
    </header>
  );
}
