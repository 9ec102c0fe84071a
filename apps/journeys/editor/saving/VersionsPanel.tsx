import { useMemo, useState } from "react";
import type { VersionRow } from "../page";
import { useEditor, useIsReadOnly } from "../store";
import { Changes } from "./Changes";
import { notify } from "./state";
import { date } from "./times";
import { versionDocument } from "./transport";
import { Way } from "./Way";
import "./saving.css";

/** The published versions: to open, to compare, to make one of them the draft. */
export function VersionsPanel() {
  const page = useEditor((state) => state.page);
  if (!page.versions.length) {
    return (
      <div className="versions-none">
        <h2>No version yet</h2>
        <p className="muted">
          Publishing makes the first one. Each stays as it is for good: people go on where they
          entered, and you can look at it, compare it and bring it back.
        </p>
      </div>
    );
  }
  return (
    <>
      <ol className="versions" aria-label="Versions, the latest first">
        {page.versions.map((version, index) => (
          <Version
            key={version.number}
            version={version}
            before={page.versions[index + 1]}
            live={index === 0 && page.status === "live"}
          />
        ))}
      </ol>
      <p className="small versions-foot">
        <a href={page.urls.versions}>All versions</a>
        <span className="muted"> · times in {page.zone}</span>
      </p>
    </>
  );
}

function Version(given: { version: VersionRow; before: VersionRow | undefined; live: boolean }) {
  const { version, before, live } = given;
  const page = useEditor((state) => state.page);
  const [shown, setShown] = useState(false);
  const shownHere = page.version === version.number;
  const { number } = version;
  return (
    <li className={shownHere ? "version version-here" : "version"}>
      <div className="spread">
        <h3>
          Version {number}
          {live ? <span className="badge badge-live">live</span> : null}
          {page.mode === "draft" && page.base === number ? (
            <span className="badge">the draft began here</span>
          ) : null}
          {shownHere ? <span className="badge">on the canvas</span> : null}
        </h3>
      </div>
      {version.note ? <p>{version.note}</p> : null}
      <p className="small muted">
        {date(version.published_at, page.zone)}
        {version.published_by ? `, ${version.published_by}` : ""}
      </p>
      <div className="row version-ways">
        {shownHere ? null : (
          <Way small href={`${page.urls.versions}${number}/`}>
            Open
          </Way>
        )}
        {before ? (
          <Way small href={`${page.urls.compare}?before=${before.number}&after=${number}`}>
            Compare with {before.number}
          </Way>
        ) : null}
        <SinceOrRestore number={number} shown={shown} show={setShown} />
      </div>
      {shown ? <Since number={number} /> : null}
    </li>
  );
}

function SinceOrRestore(given: { number: number; shown: boolean; show: (on: boolean) => void }) {
  const { number, shown, show } = given;
  const page = useEditor((state) => state.page);
  const reading = useIsReadOnly();
  if (!reading) {
    return (
      <button
        type="button"
        className="btn-link small"
        aria-expanded={shown}
        onClick={() => show(!shown)}
      >
        What the draft changes
      </button>
    );
  }
  return page.rights.change ? (
    <Way small href={`${page.urls.versions}${number}/restore/`}>
      Restore as draft…
    </Way>
  ) : null;
}

/** What the draft at hand changes, and the way back: asked for, and a step that can be undone. */
function Since({ number }: { number: number }) {
  const page = useEditor((state) => state.page);
  const work = useEditor((state) => state.history.now);
  const replace = useEditor((state) => state.replace);
  const version = useMemo(() => ({ version: number }), [number]);
  const restore = async () => {
    const document = await versionDocument(page.urls.api, number);
    if (!document) return notify(`Version ${number} has a shape that no canvas can show.`);
    const { history, undo } = useEditor.getState();
    replace(`Restore version ${number}`, { ...history.now, document });
    notify(`The draft is version ${number} now.`, { label: "Undo", run: undo });
  };
  return (
    <div className="version-since">
      <Changes before={version} after={work} none="Nothing: the draft is this version." />
      <div className="row">
        <button type="button" className="btn btn-small" onClick={() => void restore()}>
          Drop these, restore version {number}
        </button>
        <Way small href={`${page.urls.compare}?before=${number}&after=draft`}>
          Side by side
        </Way>
      </div>
    </div>
  );
}
