/** Keeps the problems up to date while the journey is drawn. */

import { useDeferredValue, useEffect } from "react";
import { check } from "../model/check";
import type { JourneyDocument } from "../model/document";
import { useDocument, useEditor, useIsReadOnly } from "../store";
import { askServer, useServerChecks } from "./serverChecks";

/** The server is asked when nothing has changed for so long, in milliseconds. */
const REST = 1500;

export function useProblems(): void {
  const document = useDeferredValue(useDocument());
  const api = useEditor((state) => state.page.urls.api);
  const reading = useIsReadOnly();
  useEffect(() => {
    if (reading) return;
    const { setProblems, ...before } = useEditor.getState();
    const { problems, warnings } = check(document);
    setProblems(kept(before.problems, problems), kept(before.warnings, warnings));
  }, [document, reading]);
  useEffect(() => {
    if (reading) return;
    const { document: asked, state } = useServerChecks.getState();
    if (asked && state === "known" && isSameJourney(asked, document)) {
      useServerChecks.setState({ document });
      return;
    }
    const asking = new AbortController();
    const wait = setTimeout(
      () => {
        useServerChecks.setState({ state: "asking" });
        void askServer(api, document, asking.signal);
      },
      asked ? REST : 0,
    );
    return () => {
      clearTimeout(wait);
      asking.abort();
    };
  }, [api, document, reading]);
}

/** Whether they differ in nothing but where things stand on the canvas. */
function isSameJourney(one: JourneyDocument, other: JourneyDocument): boolean {
  const parts = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof JourneyDocument)[]);
  return [...parts].every((part) => part === "layout" || one[part] === other[part]);
}

/** The list that is shown already, where nothing in it has changed: nobody draws it again. */
function kept<T>(before: readonly T[], now: readonly T[]): readonly T[] {
  return JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
