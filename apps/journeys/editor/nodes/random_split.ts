/** random_split: a sticky share of people through each port, by hash and weight. */

import { kind } from "./kind";
import { percent } from "./numbers";
import { at, isNumber, objects, textAt } from "./reading";

interface Settings {
  readonly weights: readonly { readonly port: string; readonly weight: number }[];
}

export const randomSplit = kind<Settings>({
  type: "random_split",
  label: "Split by chance",
  hint: "Gives each way its share of people; who went one way goes it again.",
  group: "choose",
  fresh: () => ({
    variants: [
      { port: "A", weight: 50 },
      { port: "B", weight: 50 },
    ],
  }),
  parse: (raw, problems) => {
    const taken = new Set<string>();
    const weights = objects(at(raw, "variants")).map((variant, index) => {
      const [port, weight] = [textAt(variant, "port"), at(variant, "weight")];
      if (!port || taken.has(port)) {
        problems.add(`variants.${index}.port`, "not_a_port", "give each variant its own name");
      }
      taken.add(port);
      if (isNumber(weight) && Number(weight) >= 0) return { port, weight: Number(weight) };
      problems.add(`variants.${index}.weight`, "not_positive", "a weight of 0 or more");
      return { port, weight: 0 };
    });
    if (total(weights) <= 0) {
      problems.add("variants", "missing", "give at least one variant a weight above 0");
    }
    return { weights };
  },
  ports: ({ weights }) => weights.map(({ port }) => ({ key: port, words: port })),
  says: ({ weights }) => {
    const all = total(weights) || 1;
    const shares = weights.map(({ port, weight }) => `${port} ${percent(weight / all)}`);
    return { what: "Split by chance", more: shares.join(", ") };
  },
});

function total(weights: Settings["weights"]): number {
  return weights.reduce((sum, { weight }) => sum + weight, 0);
}
