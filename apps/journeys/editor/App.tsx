import { ReactFlowProvider } from "@xyflow/react";
import { Canvas } from "./canvas/Canvas";
import { Palette } from "./canvas/Palette";
import { SidePanel } from "./SidePanel";
import { useIsReadOnly } from "./store";
import { TopBar } from "./TopBar";

/** The editor: what can be done above, the palette, the canvas, and the panel of what is selected. */
export function App() {
  const readOnly = useIsReadOnly();
  return (
    <ReactFlowProvider>
      <div className={readOnly ? "editor editor-reading" : "editor"}>
        <TopBar />
        {readOnly ? null : <Palette />}
        <Canvas />
        <SidePanel />
      </div>
    </ReactFlowProvider>
  );
}
