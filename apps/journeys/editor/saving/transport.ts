/** The draft's way to the server and back. */

import { ApiError, get, post, putToTheEnd } from "../api";
import { isDrawable, type Problem } from "../model/document";
import type { Answer, Now, Theirs, Work } from "./work";

/** One difference in words; see apps/journeys/comparing.py. */
export interface Change {
  readonly kind: "added" | "removed" | "changed";
  /** The node's key; "" for the journey itself. */
  readonly node: string;
  /** The node's type; “layout” for what is only drawn otherwise. */
  readonly type: string;
  readonly what: string;
  readonly details: readonly string[];
}

/** What can be compared: a version, or a document at hand. */
export type Side = { readonly version: number } | Work;

interface DraftJson {
  readonly name: string;
  readonly description: string;
  readonly document: unknown;
  readonly revision: number;
  readonly updated_at: string;
  readonly updated_by: string | null;
}

interface NowJson {
  readonly draft: DraftJson | null;
  readonly revision: number;
  readonly version: number;
}

export async function save(api: string, work: Work, revision: number): Promise<Answer> {
  try {
    // A browser writes every 4xx into its console; that somebody else was faster is no fault.
    const answer = await putToTheEnd<DraftJson | (NowJson & { errors: readonly Problem[] }) | null>(
      `${api}draft/?stale=answer`,
      { ...work, revision },
    );
    // Something between here and the server may answer in its place, such as a hotel's log-in.
    if (!answer) return { kind: "unreachable" };
    if ("errors" in answer) return { kind: "stale", now: nowOf(answer) };
    return { kind: "saved", revision: answer.revision, at: answer.updated_at };
  } catch (error) {
    return failed(error);
  }
}

/** What is new since this revision; null where nothing is, or where it can't be asked. */
export async function look(api: string, revision: number, opened: boolean): Promise<Now | null> {
  try {
    const found = await get<NowJson | null>(`${api}draft/?seen=${revision}&open=${opened}`);
    return found ? nowOf(found) : null;
  } catch {
    return null;
  }
}

export async function compare(api: string, before: Side, after: Side): Promise<readonly Change[]> {
  const body = { before: sideOf(before), after: sideOf(after) };
  return (await post<{ changes: readonly Change[] }>(`${api}compare/`, body)).changes;
}

/** A published version's document; null where no canvas can show it. */
export async function versionDocument(
  api: string,
  number: number,
): Promise<Work["document"] | null> {
  const found = await get<{ document: unknown }>(`${api}versions/${number}/`);
  return isDrawable(found.document) ? found.document : null;
}

function sideOf(side: Side): unknown {
  return "version" in side ? side : { document: side.document, name: side.name };
}

function nowOf(found: NowJson): Now {
  const theirs = found.draft ? theirsOf(found.draft) : null;
  return {
    theirs,
    undrawable: found.draft !== null && theirs === null,
    revision: found.revision,
    version: found.version,
  };
}

function theirsOf(draft: DraftJson): Theirs | null {
  if (!isDrawable(draft.document)) return null;
  return {
    work: { name: draft.name, description: draft.description, document: draft.document },
    revision: draft.revision,
    by: draft.updated_by ?? "",
    at: draft.updated_at,
  };
}

function failed(error: unknown): Answer {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status === 429 || error.status >= 500) {
    return { kind: "unreachable" };
  }
  const problem = { field: "", code: "refused", remedy: error.message, node: "" };
  return { kind: "refused", problems: error.problems.length ? error.problems : [problem] };
}
