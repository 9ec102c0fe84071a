/** Values as they are typed into one field: 42 is a number, true is true, anything else a text. */

import type { Json } from "../model/document";

/** What the typed text means; in quotes it is a text whatever it looks like. */
export function valueOf(typed: string): Json {
  const text = typed.trim();
  if (/^(true|false|null|-?\d+(\.\d+)?|".*"|\[.*\]|\{.*\})$/s.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return typed;
    }
  }
  return typed;
}

/** How a value is typed, so that `valueOf` gives it again. */
export function typedOf(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return valueOf(value) === value ? value : JSON.stringify(value);
}
