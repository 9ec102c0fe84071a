/** What is wrong with a whole document: the same as the server says, apps/journeys/checks.py. */

import type { Fields, Problem } from "./document";
import { circleProblems, drawnOf, graphWarnings } from "./checkGraph";
import { journeyProblems } from "./checkJourney";
import { layoutProblems } from "./checkLayout";
import { shapeProblems } from "./checkShape";

export interface Checked {
  /** What keeps it from being published. */
  readonly problems: readonly Problem[];
  /** What is hardly meant, and is asked before it is published. */
  readonly warnings: readonly Problem[];
}

export function check(document: unknown): Checked {
  const shape = shapeProblems(document);
  if (shape.length > 0) return { problems: shape, warnings: [] };
  const [readable, nodes] = [document as Fields, drawnOf(document)];
  return {
    problems: [...journeyProblems(readable), ...circleProblems(nodes), ...layoutProblems(readable)],
    warnings: graphWarnings(nodes),
  };
}
