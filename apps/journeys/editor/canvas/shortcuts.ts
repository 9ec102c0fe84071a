/** Every key of the canvas in words: the help lists them. */

export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

export const SHORTCUTS: readonly { readonly title: string; readonly keys: readonly Shortcut[] }[] =
  [
    {
      title: "Go",
      keys: [
        { keys: ["↓", "↑"], does: "Along the way: to the next node, back to the one before" },
        { keys: ["←", "→"], does: "To the nodes of the other ports, or beside" },
        { keys: ["Page ↓", "Page ↑"], does: "Through everything, notes too, in reading order" },
        { keys: ["Home", "End"], does: "To the entry, to the end" },
        { keys: ["Ctrl F", "/"], does: "Search for a node" },
        { keys: ["Enter"], does: "Open the settings; write in a note" },
        { keys: ["Esc"], does: "Back to the canvas; select nothing" },
      ],
    },
    {
      title: "Draw",
      keys: [
        { keys: ["A", "Insert"], does: "Add a node after this one" },
        { keys: ["C"], does: "Connect to another node" },
        {
          keys: ["E"],
          does: "To the ways that leave: Enter inserts, Delete removes, C leads elsewhere",
        },
        { keys: ["N"], does: "Add a note" },
        { keys: ["Delete"], does: "Delete what is selected; the gap heals" },
        { keys: ["Alt ←↑→↓"], does: "Move what is selected" },
        { keys: ["Ctrl D"], does: "Duplicate" },
        { keys: ["Ctrl C", "X", "V"], does: "Copy, cut, paste, also between journeys" },
      ],
    },
    {
      title: "Select and see",
      keys: [
        { keys: ["Shift ←↑→↓"], does: "Extend the selection" },
        { keys: ["Shift drag"], does: "Select what lies in a box" },
        { keys: ["Ctrl click"], does: "Add to the selection, or take away" },
        { keys: ["Ctrl A"], does: "Select everything" },
        { keys: ["+", "−", "0"], does: "Zoom in, zoom out, see all of it" },
        { keys: ["Ctrl Z", "Ctrl Shift Z"], does: "Undo, redo" },
        { keys: ["T"], does: "Tidy the layout" },
        { keys: ["?"], does: "This help" },
      ],
    },
  ];
