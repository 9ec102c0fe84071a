/** Reasons and verdicts in a few words, as the other pages say them: apps/console/words.py. */

const REASONS: { readonly [code: string]: string } = {
  "": "Not decided yet",
  journey_not_live: "Journey is not live",
  suppressed: "Address is suppressed",
  no_address: "No address",
  no_consent: "No consent",
  unsubscribed: "Unsubscribed",
  lost_same_journey: "Lost to another run of its journey",
  look_ahead: "Place kept for a better one",
  excluded: "Exclusion group",
  quiet_hours: "Quiet hours",
  frequency_cap: "Frequency cap",
  lost_tier: "Lost to a higher tier",
  lost_priority: "Lost to a higher priority",
  lost_ready_time: "Lost to one ready earlier",
  lost_key: "Lost by the journey’s key",
  held_out: "Held out",
  held_out_mixed: "Held out after a merge",
  gate_error: "A gate failed",
  goal: "Reached the goal",
  exit: "Took the exit",
  end_of_path: "Came to the end of the path",
  stopped_and_left: "Left because a message was stopped",
  merged_twice_inside: "Was inside twice after a merge",
  displaced: "Displaced by a better journey",
  stayed_too_long: "Stayed as long as it may",
  moved_out: "Taken out by a move to another version",
  let_go: "Let go when the journey was paused or ended",
  too_many_steps: "Took too many steps",
};
const VERDICTS: { readonly [verdict: string]: string } = {
  waits: "waited",
  skipped: "skipped",
  left: "left",
};

/** On the canvas there is room for a word or two. */
const SHORT: { readonly [code: string]: string } = {
  journey_not_live: "not live",
  suppressed: "suppressed",
  lost_same_journey: "lost",
  look_ahead: "look-ahead",
  frequency_cap: "cap",
  lost_tier: "lost",
  lost_priority: "lost",
  lost_ready_time: "lost",
  lost_key: "lost",
  gate_error: "failed",
};

export function shortReason(code: string): string {
  return SHORT[code] ?? lower(reasonWords(code));
}

export function reasonWords(code: string): string {
  return REASONS[code] ?? capital(code.replaceAll("_", " "));
}

/** What became of a message then: “waited”, “skipped”. */
export function verdictWords(verdict: string): string {
  return VERDICTS[verdict] ?? verdict.replaceAll("_", " ");
}

export function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const numbers = new Intl.NumberFormat("en-GB");

/** “1,633” */
export function count(n: number): string {
  return numbers.format(n);
}

/** “1 person”, “2 people” */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** “62 %”, in whole percents; “< 1 %” for what would be none, “–” of nothing. */
export function share(part: number, whole: number): string {
  if (!whole) return "–";
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.5 ? "< 1 %" : `${Math.round(percent)} %`;
}
