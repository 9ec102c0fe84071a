/** What somebody else did, in one line. */

import type { Change } from "./transport";

const VERBS = { added: "added", removed: "removed", changed: "changed" };

/** “Ann changed Wait 3 days (duration: 3 days → 5 days), and 2 more.” */
export function toldIn(who: string, changes: readonly Change[]): string {
  const [first, ...others] = changes;
  if (!first) return `${capital(who)} saved the draft; nothing that differs.`;
  if (first.type === "layout") return `${capital(who)} moved something on the canvas.`;
  const what = first.what.replace(/^(Added|Removed|Changed): /, "");
  const detail = first.kind === "changed" && first.details[0] ? ` (${first.details[0]})` : "";
  const more = others.length ? `, and ${others.length} more` : "";
  return `${capital(who)} ${VERBS[first.kind]} ${what}${detail}${more}.`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
