/** What the top bar shows of the saving. */

import { create } from "zustand";
import type { SaveState } from "./autosave";

/** Something that happened by itself, with what can be done about it. */
export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface Saving {
  readonly state: SaveState;
  /** Whether there is a draft; without one there is nothing to publish or discard. */
  readonly opened: boolean;
  /** Who saved last, where it was somebody else. */
  readonly other: { readonly by: string; readonly at: string } | null;
  readonly notice: Notice | null;
}

export const useSaving = create<Saving>()(() => ({
  state: { kind: "saved", at: null },
  opened: false,
  other: null,
  notice: null,
}));

export function notify(text: string, action?: Notice["action"]): void {
  useSaving.setState({ notice: action ? { text, action } : { text } });
}

export function dismiss(): void {
  useSaving.setState({ notice: null });
}
