/** The last choice, kept in this tab for each journey. */

import { begin, type Form } from "./form";
import type { Channel } from "../page";

export function keep(journey: string, form: Form): void {
  try {
    sessionStorage.setItem(place(journey), JSON.stringify(form));
  } catch {
    // Storage that is full or forbidden: then it isn't remembered.
  }
}

/** The form as it was left; null where none was. */
export function keptForm(journey: string, channels: readonly Channel[]): Form | null {
  try {
    const text = sessionStorage.getItem(place(journey));
    return text ? { ...begin(channels), ...(JSON.parse(text) as Partial<Form>) } : null;
  } catch {
    return null;
  }
}

function place(journey: string): string {
  return `try:${journey}`;
}
