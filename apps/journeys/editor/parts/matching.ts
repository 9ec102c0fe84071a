/** Which suggestions fit what is typed: those that begin so first. */

interface Suggestion {
  readonly value: string;
  readonly label?: string;
}

const MOST = 100;

export function matching<T extends Suggestion>(choices: readonly T[], typed: string): readonly T[] {
  const asked = typed.trim().toLowerCase();
  if (!asked) return choices.slice(0, MOST);
  const ranked = choices
    .map((choice) => ({ choice, rank: rankOf(choice, asked) }))
    .filter(({ rank }) => rank < 3);
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ choice }) => choice);
}

function rankOf(choice: Suggestion, asked: string): number {
  const text = `${choice.label ?? ""} ${choice.value}`.toLowerCase();
  if (choice.value.toLowerCase().startsWith(asked)) return 0;
  if (text.split(/[\s_-]+/).some((word) => word.startsWith(asked))) return 1;
  return text.includes(asked) ? 2 : 3;
}
