/** The templates that messages may use: asked of the server once a page. */

import { useEffect } from "react";
import { create } from "zustand";
import { get } from "../api";

export interface Template {
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  readonly subject: string;
  readonly topic: string;
}

interface Known {
  readonly templates: readonly Template[] | null;
  readonly asked: boolean;
}

const useKnown = create<Known>()(() => ({ templates: null, asked: false }));

/** null until the server has answered. */
export function useTemplates(): readonly Template[] | null {
  useEffect(() => {
    if (useKnown.getState().asked) return;
    useKnown.setState({ asked: true });
    get<{ results: readonly Template[] }>("/api/templates/?limit=500").then(
      ({ results }) => useKnown.setState({ templates: results }),
      () => useKnown.setState({ asked: false }),
    );
  }, []);
  return useKnown((known) => known.templates);
}
