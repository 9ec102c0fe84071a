/** What only the server knows of the document: conflicts with the rules and with other journeys. */

import { create } from "zustand";
import { post } from "../api";
import type { JourneyDocument, Problem } from "../model/document";
import { capitalized } from "./words";

/** "error" blocks publishing, "warning" asks; `url` leads to where it can be mended. */
export interface Finding {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly url: string;
  readonly detail: string;
}

interface Answer {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly findings: readonly Finding[];
}

export interface ServerChecks {
  /** The latest answer stays until the next one is there. */
  readonly state: "asking" | "known" | "failed";
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Which document was asked about. */
  readonly document: JourneyDocument | null;
}

export const useServerChecks = create<ServerChecks>()(() => ({
  state: "asking",
  findings: [],
  problems: [],
  document: null,
}));

/** Asks what speaks against publishing this document; an older question is given up by `signal`. */
export async function askServer(
  api: string,
  document: JourneyDocument,
  signal: AbortSignal,
): Promise<void> {
  try {
    const answer = await post<Answer>(`${api}check/`, { document }, signal);
    if (signal.aborted) return;
    const { problems } = answer;
    useServerChecks.setState({ state: "known", findings: own(answer), problems, document });
  } catch {
    if (!signal.aborted) useServerChecks.setState({ state: "failed" });
  }
}

/** Those that are not found here as well: a warning of the drawing is a finding there, too. */
function own({ findings, warnings }: Answer): readonly Finding[] {
  const known = new Set(warnings.map(({ remedy }) => `${capitalized(remedy)}.`));
  return findings.filter((finding) => !known.has(finding.detail));
}
