/** Keeps what did not change: the same object again wherever the value is the same. */

/** `next`, made of the parts of `before` that are equal to its own; `before` itself where all are. */
export function kept<T>(next: T, before: unknown): T {
  if (Object.is(next, before)) return next;
  if (Array.isArray(next) && Array.isArray(before)) {
    const parts = next.map((part, index) => kept(part, before[index]));
    const same = parts.length === before.length && parts.every((part, i) => part === before[i]);
    return (same ? before : parts) as T;
  }
  if (!isRecord(next) || !isRecord(before)) return next;
  const names = Object.keys(next);
  const parts = Object.fromEntries(names.map((name) => [name, kept(next[name], before[name])]));
  const same =
    names.length === Object.keys(before).length &&
    names.every((name) => name in before && parts[name] === before[name]);
  return (same ? before : parts) as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
