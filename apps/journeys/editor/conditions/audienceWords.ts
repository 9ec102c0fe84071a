/** How many there are, as a sentence. */

import type { Audience } from "./useAudience";

const numbers = new Intl.NumberFormat("en");

/** “5 of 10 people match now.”; `event` is the event whose occurrences were counted. */
export function audienceWords(found: Audience, event: string): string {
  if (found.counts === "nothing" || found.matching === null) {
    return "Only a run through the journey can tell: it compares what happened there.";
  }
  const { matching, of } = found;
  if (of === 0) {
    return found.counts === "people" ? "There is nobody yet." : `No “${event}” has come lately.`;
  }
  if (found.counts === "events") {
    const last = found.exact ? "" : "latest ";
    const verb = matching === 1 ? "matches" : "match";
    return `${numbers.format(matching)} of the ${last}${numbers.format(of)} “${event}” ${verb}.`;
  }
  if (matching === 0 && !found.exact) {
    return `Nobody of the ${numbers.format(found.sample)} people looked at matches now.`;
  }
  const verb = matching === 1 && found.exact ? "matches" : "match";
  const people = of === 1 ? "person" : "people";
  return `${about(found)} of ${numbers.format(of)} ${people} ${verb} now.`;
}

/** The share of 0 to 1; 0 where there is nothing to have a share of. */
export function shareOf(found: Audience): number {
  return found.of > 0 && found.matching !== null ? found.matching / found.of : 0;
}

function about(found: Audience): string {
  const matching = found.matching ?? 0;
  if (found.exact) return numbers.format(matching);
  // An estimate says no more digits than it can know.
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, matching))) - 1);
  return `About ${numbers.format(Math.round(matching / size) * size)}`;
}
