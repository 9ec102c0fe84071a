import { nodeOf, type JourneyDocument } from "../model/document";
import { useEditor } from "../store";

/** How much higher a card gets, in the canvas's units, once the live numbers are laid over it. */
export function roomForNumbers(document: JourneyDocument, key: string): number {
  const { page, overlay } = useEditor.getState();
  if (page.mode !== "version" || overlay) return 0;
  return nodeOf(document, key)?.type === "message" ? 72 : 36;
}
