/** Small words of the inspector. */

/** A remedy as a sentence of its own. */
export function sentenceCase(remedy: string): string {
  const end = /[.!?…]$/.test(remedy) ? "" : ".";
  return `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}${end}`;
}

/** What would mend it, for somebody who sees a form where the server speaks of a document. */
export function remedyOf({ code, remedy }: { code: string; remedy: string }): string {
  if (code === "not_a_duration") return "Give a number of 0 or more.";
  if (code === "not_a_time") return "Give a time such as 09:00.";
  return sentenceCase(remedy);
}

/** “3 nodes”, “1 node”. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

const CALLED: { readonly [field: string]: string } = {
  again: "how often people enter",
  at_most: "the longest wait",
  from_entry: "the property",
  limit: "how often it goes back",
  match: "what belongs to the run",
  until: "the time of day",
  when_stopped: "what a stop does",
  where: "the condition",
};

/** A setting as a step of the history calls it: “the channel”. */
export function calledInForms(field: string): string {
  return CALLED[field] ?? `the ${field.replaceAll("_", " ")}`;
}
