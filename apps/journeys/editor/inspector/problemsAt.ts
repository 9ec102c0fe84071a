/** Which problems are about a field. */

import type { Problem } from "../model/document";

/** What is wrong in this field of the form, or somewhere inside of it. */
export function problemsAt(
  problems: readonly Problem[],
  node: string,
  path: string,
  inside: boolean,
): readonly Problem[] {
  return problems.filter(
    (problem) =>
      problem.node === node &&
      (problem.field === path || (inside && problem.field.startsWith(`${path}.`))),
  );
}
