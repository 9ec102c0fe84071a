/** move_stage: the person enters a stage of a lifecycle, whatever the stage's own condition says. */

import { plain } from "../conditions/words";
import { kind, NEXT } from "./kind";
import { at, isGiven, textAt } from "./reading";

interface Settings {
  readonly lifecycle: string;
  readonly stage: string;
}

export const moveStage = kind<Settings>({
  type: "move_stage",
  label: "Move to a stage",
  hint: "Puts the person into a stage of a lifecycle.",
  group: "act",
  fresh: () => ({ lifecycle: "", stage: "" }),
  parse: (raw, problems) => {
    for (const field of ["lifecycle", "stage"]) {
      if (!isGiven(at(raw, field))) {
        problems.add(field, "missing", `choose the ${field} to move the person to`);
      }
    }
    return { lifecycle: textAt(raw, "lifecycle"), stage: textAt(raw, "stage") };
  },
  ports: () => [NEXT],
  says: ({ lifecycle, stage }) => ({
    what: `Move to stage ${plain(stage)}`,
    more: `of ${plain(lifecycle)}`,
  }),
});
