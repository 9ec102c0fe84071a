import { useEditor } from "../store";

/** Brings a node into view and selects it; the panel stays as it is. */
export function look(node: string): void {
  useEditor.setState({
    goTo: { node, at: Date.now() },
    selected: new Set([node]),
    selectedEdge: "",
  });
}
