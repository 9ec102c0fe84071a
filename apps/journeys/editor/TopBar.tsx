import { Menu } from "./parts/Menu";
import { PublishButton } from "./saving/PublishButton";
import { SaveState } from "./saving/SaveState";
import { VersionState } from "./saving/VersionState";
import { useMore } from "./saving/more";
import { Way } from "./saving/Way";
import { useEditor, useIsReadOnly } from "./store";

/** The journey's name, whether it is saved, and where to go from here. */
export function TopBar() {
  const page = useEditor((state) => state.page);
  const more = useMore();
  const reading = useIsReadOnly();
  return (
    <header className="editor-top">
      <div className="top-title">
        <nav aria-label="Way back" className="small">
          <Way href={page.urls.list}>Journeys</Way>
          <span className="muted"> / </span>
          <Way href={page.urls.journey}>{page.key}</Way>
        </nav>
        {reading ? <h1 className="editor-name">{page.name}</h1> : <Name />}
      </div>
      {page.mode === "version" ? <VersionState /> : null}
      {reading ? <span className="top-gap" /> : <SaveState />}
      <div className="top-ways">
        <Menu label="More" items={more} />
        {reading ? null : <PublishButton />}
      </div>
    </header>
  );
}

function Name() {
  const name = useEditor((state) => state.history.now.name);
  const change = useEditor((state) => state.change);
  const endStep = useEditor((state) => state.endStep);
  return (
    <input
      className="editor-name"
      aria-label="Name of the journey"
      value={name}
      maxLength={255}
      size={Math.min(Math.max(name.length + 1, 12), 36)}
      onChange={(event) => {
        const typed = event.target.value;
        change("Rename the journey", (work) => ({ ...work, name: typed }), "name");
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
      onBlur={endStep}
    />
  );
}
