/** condition_split: several ports, the first whose condition holds wins; "else" for nobody. */

import { type Understood, understand } from "../conditions/condition";
import { words } from "../conditions/words";
import { kind } from "./kind";
import { at, objects, textAt } from "./reading";

interface Settings {
  readonly branches: readonly { readonly port: string; readonly when: Understood }[];
}

const ELSE = { key: "else", words: "none of these" };

export const conditionSplit = kind<Settings>({
  type: "condition_split",
  label: "Split by condition",
  hint: "Asks one question after the other; the first that holds says the way.",
  group: "choose",
  fresh: () => ({ branches: [{ port: "yes", when: {} }] }),
  parse: (raw, problems) => {
    const taken = new Set<string>();
    const branches = objects(at(raw, "branches")).map((branch, index) => {
      const port = textAt(branch, "port");
      if (!port || port === ELSE.key || taken.has(port)) {
        problems.add(`branches.${index}.port`, "not_a_port", "give each branch its own name");
      }
      taken.add(port);
      return { port, when: understand(at(branch, "when"), problems, `branches.${index}.when`) };
    });
    if (branches.length === 0) {
      problems.add("branches", "missing", "give at least one branch with its condition");
    }
    return { branches };
  },
  ports: ({ branches }) => [
    ...branches.map(({ port }) => ({ key: port, words: said(port) })),
    ELSE,
  ],
  says: ({ branches }, name) => {
    const first = branches[0] ? words(branches[0].when) : "";
    const others = branches.length - 1;
    const more = others > 0 ? `and ${others} more question${others === 1 ? "" : "s"}` : "";
    return { what: `If ${first || "anything"}`, more: more || name };
  },
});

function said(port: string): string {
  return port === ELSE.key ? ELSE.words : port;
}
