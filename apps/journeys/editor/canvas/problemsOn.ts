/** What is wrong with one node, as its card shows it. */

import type { Problem } from "../model/document";
import type { EditorState } from "../store";

export interface ProblemsOn {
  readonly count: number;
  readonly tone: "bad" | "waits";
  readonly said: string;
}

type Index = ReadonlyMap<string, ProblemsOn>;
const indexes = new WeakMap<readonly Problem[], WeakMap<readonly Problem[], Index>>();
const shown = new Map<string, ProblemsOn>();

/** The very same value as long as it says the same: a card is drawn again only if its own change. */
export function problemsOn(state: EditorState, node: string): ProblemsOn | undefined {
  const { problems, warnings } = state;
  let byWarnings = indexes.get(problems);
  if (!byWarnings) indexes.set(problems, (byWarnings = new WeakMap()));
  let index = byWarnings.get(warnings);
  if (!index) byWarnings.set(warnings, (index = indexed(problems, warnings)));
  return index.get(node);
}

function indexed(problems: readonly Problem[], warnings: readonly Problem[]): Index {
  const texts = new Map<string, { tone: "bad" | "waits"; remedies: string[] }>();
  for (const [list, tone] of [
    [problems, "bad"],
    [warnings, "waits"],
  ] as const) {
    for (const problem of list) {
      const before = texts.get(problem.node) ?? { tone, remedies: [] };
      before.remedies.push(problem.remedy);
      texts.set(problem.node, before);
    }
  }
  return new Map([...texts].map(([node, { tone, remedies }]) => [node, kept(tone, remedies)]));
}

function kept(tone: "bad" | "waits", remedies: readonly string[]): ProblemsOn {
  const count = remedies.length;
  const noun = tone === "bad" ? "problem" : "warning";
  const said = `${count} ${noun}${count === 1 ? "" : "s"}: ${remedies.join("; ")}`;
  const before = shown.get(said);
  if (before) return before;
  const value = { count, tone, said };
  shown.set(said, value);
  return value;
}
