import { ReactFlowProvider } from "@xyflow/react";
import { Canvas } from "./canvas/Canvas";
import { Palette } from "./canvas/Palette";
import { LiveNumbers } from "./live/LiveNumbers";
import { ProblemWatch } from "./problems/ProblemWatch";
import { SidePanel } from "./SidePanel";
import { useEditor, useIsReadOnly } from "./store";
import { TopBar } from "./TopBar";

/** The editor: what can be done above, the palette, the canvas, and the panel of what is selected. */
export function App() {
  const readOnly = useIsReadOnly();
  const live = useEditor((state) => state.page.mode === "version");
  return (
    <ReactFlowProvider>
      <div className={readOnly ? "editor editor-reading" : "editor"}>
        <TopBar />
        {readOnly ? null : <Palette />}
        <Canvas />
        <SidePanel />
        <ProblemWatch />
        {live ? <LiveNumbers /> : null}
      </div>
    </ReactFlowProvider>
  );
}
