import { Inspector } from "./inspector/Inspector";
import { LivePanel } from "./live/LivePanel";
import { Fence } from "./parts/Fence";
import { ProblemsPanel } from "./problems/ProblemsPanel";
import { useServerChecks } from "./problems/serverChecks";
import { VersionsPanel } from "./saving/VersionsPanel";
import { type Panel, useEditor, useIsReadOnly } from "./store";
import { TryPanel } from "./trying/TryPanel";

const PANELS: { readonly [panel in Panel]: { label: string; body: () => React.ReactNode } } = {
  inspector: { label: "Settings", body: Inspector },
  problems: { label: "Problems", body: ProblemsPanel },
  try: { label: "Try it", body: TryPanel },
  live: { label: "Live", body: LivePanel },
  versions: { label: "Versions", body: VersionsPanel },
};

/** The panel at the right, one tab at a time; arrow keys go from tab to tab. */
export function SidePanel() {
  const panel = useEditor((state) => state.panel);
  const show = useEditor((state) => state.show);
  const found = useEditor((state) => state.problems.length + state.warnings.length);
  const wrong = found + useServerChecks((checks) => checks.findings.length);
  const reading = useIsReadOnly();
  const live = useEditor((state) => state.page.mode === "version");
  const tabs: Panel[] = reading
    ? [...(live ? (["live"] as const) : []), "inspector", "versions"]
    : ["inspector", "problems", "try", "versions"];
  const Body = PANELS[panel].body;
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(panel) + step + tabs.length) % tabs.length];
    if (!next) return;
    show(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <aside className="editor-side" aria-label="Panel">
      <div className="editor-tabs" role="tablist" onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === panel}
            aria-controls="side-body"
            tabIndex={tab === panel ? 0 : -1}
            onClick={() => show(tab)}
          >
            {PANELS[tab].label}
            {tab === "problems" && wrong > 0 ? <span className="editor-count">{wrong}</span> : null}
          </button>
        ))}
      </div>
      <div
        className="editor-side-body"
        role="tabpanel"
        id="side-body"
        aria-labelledby={`tab-${panel}`}
      >
        <Fence key={panel}>
          <Body />
        </Fence>
      </div>
    </aside>
  );
}
