import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import type { Note } from "../model/document";
import { colourOf, NOTE_COLOURS, SMALLEST_NOTE, setNote } from "../model/notes";
import { useEditor, useIsReadOnly } from "../store";
import type { NoteNode } from "./drawn";
import { cardOf } from "./focus";
import { useCanvas } from "./state";

/** Words on the canvas: written in place, drawn larger by its corners. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const { note } = data;
  const reading = useIsReadOnly();
  const writing = useCanvas((state) => state.writing === id);
  const change = (label: string, part: Partial<Note>, step = "") =>
    useEditor
      .getState()
      .changeDocument(label, (document) => setNote(document, note.id, part), step);
  return (
    <div
      className={`note-card note-${colourOf(note)}${selected ? " note-selected" : ""}`}
      role="group"
      aria-roledescription="note"
      aria-label={`Note. ${note.text || "Empty"}`}
      data-card={id}
      tabIndex={-1}
      onFocus={() => useCanvas.setState({ focused: id })}
      onDoubleClick={() => (reading ? undefined : useCanvas.setState({ writing: id }))}
    >
      {reading ? null : (
        <NodeResizer
          isVisible={selected}
          minWidth={SMALLEST_NOTE.width}
          minHeight={SMALLEST_NOTE.height}
          onResizeEnd={(_, { x, y, width, height }) => {
            const [left, top, wide, high] = [x, y, width, height].map(Math.round) as Four;
            change("Resize a note", { x: left, y: top, width: wide, height: high });
          }}
        />
      )}
      {writing ? (
        <Writing
          text={note.text}
          onType={(text) => change("Write a note", { text }, `note:${id}`)}
          onEnd={() => {
            useEditor.getState().endStep();
            useCanvas.setState({ writing: "" });
          }}
          onLeave={() => requestAnimationFrame(() => cardOf(id)?.focus())}
        />
      ) : (
        <p className="note-text">
          {note.text || <span className="muted">Double-click to write</span>}
        </p>
      )}
      {selected && !reading ? (
        <span className="note-colours nodrag" role="group" aria-label="Colour of the note">
          {NOTE_COLOURS.map((color) => (
            <button
              key={color}
              type="button"
              className={`note-colour note-${color}`}
              aria-label={color}
              aria-pressed={colourOf(note) === color}
              title={color}
              tabIndex={-1}
              onClick={() => change("Colour a note", { color })}
            />
          ))}
        </span>
      ) : null}
    </div>
  );
});

type Four = [number, number, number, number];

interface WritingProps {
  readonly text: string;
  onType(text: string): void;
  onEnd(): void;
  /** By keyboard: the focus goes back to the note. */
  onLeave(): void;
}

function Writing({ text, onType, onEnd, onLeave }: WritingProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);
  return (
    <textarea
      ref={area}
      className="note-writing nodrag nowheel nopan"
      aria-label="Text of the note"
      value={text}
      maxLength={4000}
      onChange={(event) => onType(event.target.value)}
      onBlur={onEnd}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onEnd();
        onLeave();
      }}
    />
  );
}
