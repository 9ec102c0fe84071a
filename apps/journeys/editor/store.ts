/** What the editor knows, in one place; every change of the journey goes through `change`. */

import { create } from "zustand";
import type { JourneyDocument, Problem } from "./model/document";
import { begin, changed, closed, type History, redone, undone } from "./model/history";
import type { Overlay } from "./overlay";
import type { PageData } from "./page";

/** What is edited, undone and saved as one. */
export interface Work {
  readonly name: string;
  readonly description: string;
  readonly document: JourneyDocument;
}

export type Panel = "inspector" | "problems" | "try" | "live" | "versions";

export interface EditorState {
  readonly page: PageData;
  readonly history: History<Work>;
  /** Keys of the selected nodes, ids of selected notes ("note:" + id). */
  readonly selected: ReadonlySet<string>;
  /** The selected way, as `edgeId` names it; "" for none. */
  readonly selectedEdge: string;
  readonly panel: Panel;
  /** Asks the canvas to bring this node into view and focus it; `at` tells two asks apart. */
  readonly goTo: { readonly node: string; readonly at: number } | null;
  /** Asks the inspector to focus this field of the selected node. */
  readonly focusField: { readonly field: string; readonly at: number } | null;
  /** What is wrong with the document as it stands: found here, as the server would find it. */
  readonly problems: readonly Problem[];
  /** What asks before it is published: dead ends, ports that lead nowhere. */
  readonly warnings: readonly Problem[];
  /** What try-it or the live numbers lay over the drawing. */
  readonly overlay: Overlay | null;

  change(label: string, recipe: (work: Work) => Work, part?: string): void;
  changeDocument(
    label: string,
    recipe: (document: JourneyDocument) => JourneyDocument,
    part?: string,
  ): void;
  /** Ends the step under way, as when a field is left. */
  endStep(): void;
  undo(): void;
  redo(): void;
  /** Takes over what somebody else saved, or what was loaded; a step like any other. */
  replace(label: string, work: Work): void;
  select(keys: Iterable<string>): void;
  selectEdge(id: string): void;
  show(panel: Panel): void;
  jumpTo(node: string, field?: string): void;
  setProblems(problems: readonly Problem[], warnings: readonly Problem[]): void;
  setOverlay(overlay: Overlay | null): void;
}

let asks = 0;

export const useEditor = create<EditorState>()((set, get) => ({
  page: undefined as unknown as PageData,
  history: begin<Work>({ name: "", description: "", document: { nodes: [], edges: [] } }),
  selected: new Set(),
  selectedEdge: "",
  panel: "inspector",
  goTo: null,
  focusField: null,
  problems: [],
  warnings: [],
  overlay: null,

  change: (label, recipe, part = "") =>
    set(({ history }) => ({ history: changed(history, recipe(history.now), label, part) })),
  changeDocument: (label, recipe, part = "") =>
    get().change(
      label,
      (work) => {
        const document = recipe(work.document);
        return document === work.document ? work : { ...work, document };
      },
      part,
    ),
  endStep: () => set(({ history }) => ({ history: closed(history) })),
  undo: () => set(({ history, selected }) => kept(undone(history), selected)),
  redo: () => set(({ history, selected }) => kept(redone(history), selected)),
  replace: (label, work) =>
    set(({ history, selected }) => kept(changed(history, work, label), selected)),
  select: (keys) => set({ selected: new Set(keys), selectedEdge: "" }),
  selectEdge: (id) => set({ selected: new Set(), selectedEdge: id }),
  show: (panel) => set({ panel }),
  jumpTo: (node, field) => {
    asks += 1;
    set({
      goTo: { node, at: asks },
      focusField: field ? { field, at: asks } : null,
      selected: new Set(node ? [node] : []),
      selectedEdge: "",
      panel: "inspector",
    });
  },
  setProblems: (problems, warnings) => set({ problems, warnings }),
  setOverlay: (overlay) => set({ overlay }),
}));

/** Starts the editor with what the page brought. */
export function load(page: PageData, document: JourneyDocument): void {
  useEditor.setState({
    page,
    history: begin<Work>({ name: page.name, description: page.description, document }),
    panel: page.mode === "version" ? "live" : "inspector",
  });
}

export const useDocument = (): JourneyDocument => useEditor((state) => state.history.now.document);

export const useIsReadOnly = (): boolean =>
  useEditor((state) => state.page.mode !== "draft" || !state.page.rights.change);

/** What is selected and still there. */
function kept(
  history: History<Work>,
  selected: ReadonlySet<string>,
): Pick<EditorState, "history" | "selected" | "selectedEdge"> {
  const there = new Set<string>();
  for (const node of history.now.document.nodes) there.add(node.key);
  for (const note of history.now.document.layout?.notes ?? []) there.add(`note:${note.id}`);
  const left = [...selected].filter((key) => there.has(key));
  return { history, selected: new Set(left), selectedEdge: "" };
}
