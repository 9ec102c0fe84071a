/** What several sentences need. */

/** The parts that say something, one after the other. */
export function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join("; ");
}
