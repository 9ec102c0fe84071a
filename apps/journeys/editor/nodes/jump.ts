/** jump: back to an earlier node, so many times; then on through "limit". */

import { kind } from "./kind";
import { at } from "./reading";

export const MOST = 100;

interface Settings {
  readonly limit: number;
}

export const jump = kind<Settings>({
  type: "jump",
  label: "Go back",
  hint: "Leads back to an earlier node, so many times, and then on.",
  group: "choose",
  fresh: () => ({ limit: 3 }),
  parse: (raw, problems) => {
    const limit = at(raw, "limit");
    if (typeof limit === "number" && Number.isInteger(limit) && limit >= 1 && limit <= MOST) {
      return { limit };
    }
    problems.add("limit", "out_of_range", `how many times to go back, from 1 to ${MOST}`);
    return { limit: 1 };
  },
  ports: () => [
    { key: "again", words: "back" },
    { key: "limit", words: "often enough" },
  ],
  says: ({ limit }, name) => ({
    what: `Go back ${limit === 1 ? "once" : `up to ${limit} times`}`,
    more: name,
  }),
});
