import { useEditor } from "../store";

/** Instead of a part that can't be drawn: what still works, and where else it can be mended. */
export function Broken({ again }: { again: () => void }) {
  const json = useEditor((state) => state.page.urls.json);
  const draft = useEditor((state) => state.page.mode === "draft");
  return (
    <div className="note note-bad stack-s" role="alert">
      <p>
        This part can’t be shown, through a fault of ours. Nothing is lost
        {draft ? ", and what you change goes on being saved" : ""}.
      </p>
      <div className="row">
        <button type="button" className="btn btn-small" onClick={again}>
          Try again
        </button>
        {draft ? <a href={json}>Edit as text</a> : null}
      </div>
    </div>
  );
}
