/** Notes on the canvas: words for people; nothing that a run depends on. */

import type { JourneyDocument, Note } from "./document";
import { type Place, withLayout } from "./places";

export const NOTE_COLOURS = ["sand", "mint", "lilac", "rose"] as const;
export type NoteColour = (typeof NOTE_COLOURS)[number];
export const SMALLEST_NOTE = { width: 140, height: 70 } as const;

const known = new WeakMap<object, readonly Note[]>();
const NONE: readonly Note[] = [];

/** How a note is named among selected things; keys of nodes have no such beginning. */
export const noteName = (id: string): string => `note:${id}`;
export const isNoteName = (name: string): boolean => name.startsWith("note:");
export const noteId = (name: string): string => name.slice("note:".length);

/** The notes that can be drawn; a draft that came by the API may hold anything there. */
export function notesOf(document: JourneyDocument): readonly Note[] {
  const raw: unknown = document.layout?.notes;
  if (!Array.isArray(raw)) return NONE;
  const before = known.get(raw);
  if (before) return before;
  const ids = new Set<string>();
  const read = raw.filter((note): note is Note => isNote(note) && !seen(ids, note.id));
  known.set(raw, read);
  return read;
}

export function colourOf(note: Note): NoteColour {
  const colour = note.color as NoteColour;
  return NOTE_COLOURS.includes(colour) ? colour : "sand";
}

/** A new note with this place as its upper left corner, and its id. */
export function addNote(
  document: JourneyDocument,
  [x, y]: Place,
  text = "",
): { document: JourneyDocument; id: string } {
  const id = freshNoteId(document);
  const note = { id, x: Math.round(x), y: Math.round(y), width: 220, height: 120, text };
  return { document: withNotes(document, [...rawNotes(document), note]), id };
}

/** Changes a note: its text, place, size or colour. */
export function setNote(
  document: JourneyDocument,
  id: string,
  part: Partial<Omit<Note, "id">>,
): JourneyDocument {
  const before = notesOf(document).find((note) => note.id === id);
  const differs =
    before && Object.entries(part).some(([field, value]) => before[field as keyof Note] !== value);
  if (!differs) return document;
  const notes = rawNotes(document).map((note) => (note === before ? { ...before, ...part } : note));
  return withNotes(document, notes);
}

export function removeNotes(document: JourneyDocument, ids: ReadonlySet<string>): JourneyDocument {
  const gone = new Set<unknown>(notesOf(document).filter((note) => ids.has(note.id)));
  if (gone.size === 0) return document;
  return withNotes(
    document,
    rawNotes(document).filter((note) => !gone.has(note)),
  );
}

export function freshNoteId(document: JourneyDocument): string {
  const taken = new Set(notesOf(document).map((note) => note.id));
  for (;;) {
    const id = Math.random().toString(36).slice(2, 8);
    if (id && !taken.has(id)) return id;
  }
}

export function withNotes(document: JourneyDocument, notes: readonly Note[]): JourneyDocument {
  return withLayout(document, { notes });
}

/** As they stand in the document, with what can't be drawn. */
export function rawNotes(document: JourneyDocument): readonly Note[] {
  const raw: unknown = document.layout?.notes;
  return Array.isArray(raw) ? (raw as Note[]) : NONE;
}

function isNote(value: unknown): value is Note {
  if (typeof value !== "object" || value === null) return false;
  const note = value as Record<string, unknown>;
  const numbers = [note.x, note.y, note.width, note.height];
  return (
    typeof note.id === "string" &&
    typeof note.text === "string" &&
    numbers.every((number) => Number.isFinite(number))
  );
}

function seen(ids: Set<string>, id: string): boolean {
  if (ids.has(id)) return true;
  ids.add(id);
  return false;
}
