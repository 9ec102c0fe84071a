/** What the server put into the page for the editor; see apps/journeys/editor_page.py. */

import type { JourneyDocument, Problem } from "./model/document";

export interface Choice {
  readonly key: string;
  readonly name: string;
}

export interface Lifecycle extends Choice {
  readonly stages: readonly Choice[];
}

export interface Channel extends Choice {
  /** Whether the consent model asks people before anything is sent. */
  readonly consent: string;
}

export interface VersionRow {
  readonly number: number;
  readonly note: string;
  readonly published_at: string;
  readonly published_by: string;
}

export interface PageData {
  /** "draft" edits; "version" shows a published version, read-only, with live numbers. */
  readonly mode: "draft" | "version";
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly status: string;
  readonly document: unknown;
  /** Of the draft; 0 and `opened: false` where none is open yet. */
  readonly revision: number;
  readonly opened: boolean;
  readonly base: number;
  /** The draft that is open, whatever the page shows. */
  readonly draft: {
    readonly revision: number;
    readonly base: number;
    readonly saved_at: string;
    readonly saved_by: string;
  } | null;
  /** The version shown, in mode "version"; else null. */
  readonly version: number | null;
  readonly versions: readonly VersionRow[];
  readonly me: string;
  readonly rights: { readonly change: boolean; readonly publish: boolean };
  readonly zone: string;
  readonly tiers: readonly Choice[];
  readonly channels: readonly Channel[];
  readonly lifecycles: readonly Lifecycle[];
  readonly problems: readonly Problem[];
  readonly urls: {
    readonly list: string;
    readonly journey: string;
    readonly draft: string;
    readonly publish: string;
    readonly discard: string;
    readonly json: string;
    readonly versions: string;
    readonly compare: string;
    readonly import: string;
    readonly duplicate: string;
    readonly api: string;
  };
}

export function isDraft(page: PageData): boolean {
  return page.mode === "draft" && page.rights.change;
}

export type { JourneyDocument };

export function readPage(): PageData {
  const text = document.getElementById("editor-data")?.textContent;
  if (!text) throw new Error("the page has no data for the editor");
  return JSON.parse(text) as PageData;
}
