/** The event that lets people into this journey; "" where none is named. */

import { useEditor } from "../store";

export function useEntryEvent(): string {
  return useEditor(({ history }) => {
    const entry = history.now.document.nodes.find((node) => node.type === "entry");
    const event = entry?.settings?.event;
    return typeof event === "string" ? event : "";
  });
}
