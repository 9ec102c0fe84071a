/** What the form of a node, or of the journey, gives to its fields. */

import { createContext, useContext, useMemo } from "react";
import { KINDS } from "../nodes";
import { type Fields, isNodeType, type Json, nodeOf } from "../model/document";
import { setField, setSettings } from "../model/graph";
import { same } from "../model/same";
import { settingsOf } from "../nodes/kind";
import { useEditor, useIsReadOnly } from "../store";
import { calledInForms } from "./words";

export type Renamed = { readonly [before: string]: string };

export interface Form {
  /** The node's key; "" for the journey. */
  readonly node: string;
  readonly settings: Fields;
  readonly readOnly: boolean;
  /** Sets one setting, or takes it out; `part` joins what is typed into one step. */
  set(field: string, value: Json | undefined, renamed?: Renamed): void;
  type(field: string, value: Json | undefined, renamed?: Renamed): void;
  /** Sets all of them at once. */
  replace(label: string, settings: Fields): void;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("a field stands outside of a form");
  return form;
}

export function useNodeForm(key: string): Form {
  const raw = useEditor((state) => nodeOf(state.history.now.document, key)?.settings);
  const type = useEditor((state) => nodeOf(state.history.now.document, key)?.type ?? "");
  const change = useEditor((state) => state.changeDocument);
  const readOnly = useIsReadOnly();
  return useMemo(() => {
    const what = isNodeType(type) ? KINDS[type].label.toLowerCase() : type;
    const label = (field: string) => `Change ${calledInForms(field)} of ${what}`;
    return {
      node: key,
      settings: settingsOf(raw),
      readOnly,
      set: (field, value, renamed) =>
        change(label(field), (document) => setField(document, key, field, value, renamed)),
      type: (field, value, renamed) =>
        change(
          label(field),
          (document) => setField(document, key, field, value, renamed),
          `set:${key}:${field}`,
        ),
      replace: (said, settings) => {
        if (same(settings, settingsOf(raw))) return;
        change(said, (document) => setSettings(document, key, settings));
      },
    };
  }, [key, type, raw, readOnly, change]);
}
