/** “9”, “9.30” and “9:30” as the time of day they mean; null where it is none of these. */
export function clockOf(typed: string): string | null {
  const read = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(typed.trim());
  if (!read) return null;
  const [hour, minute] = [Number(read[1]), Number(read[2] ?? 0)];
  if (hour > 23 || minute > 59) return null;
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}
