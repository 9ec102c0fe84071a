import { useEditor } from "../store";
import { ago } from "./times";
import "./saving.css";

/** Which published version is shown, and the ways from it. */
export function VersionState() {
  const page = useEditor((state) => state.page);
  const latest = page.versions[0]?.number === page.version;
  const word = latest ? page.status : "earlier";
  return (
    <div className="version-state">
      <span className={`badge badge-${latest ? page.status : "draft"}`}>
        Version {page.version}, {word}
      </span>
      <span className="small muted">Nothing can be changed here.</span>
      <a className="btn btn-small" href={page.urls.draft}>
        {page.draft ? "Open the draft" : "New draft"}
      </a>
      {page.draft ? (
        <span className="small muted">
          {page.draft.saved_by ? `${page.draft.saved_by} saved it ` : "saved "}
          {ago(page.draft.saved_at)}
        </span>
      ) : null}
    </div>
  );
}
