/** Reads settings of any shape for the forms. */

import type { Json } from "../model/document";

/** The text that stands there; otherwise this. */
export function text(value: Json | undefined, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}
