/** Brings a field into view and puts the focus there. */

const CONTROLS = "input, select, textarea, button";

/** The field of this path; where it has none of its own, that of the path around it. */
export function reveal(inside: HTMLElement, path: string): void {
  const field = fieldOf(inside, path);
  if (!field) return;
  const control = field.matches(CONTROLS)
    ? field
    : (field.querySelector<HTMLElement>("[aria-invalid=true]") ??
      field.querySelector<HTMLElement>(CONTROLS));
  field.scrollIntoView({ block: "nearest" });
  control?.focus({ preventScroll: true });
}

function fieldOf(inside: HTMLElement, path: string): HTMLElement | null {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join(".");
    const found = inside.querySelector<HTMLElement>(`[data-field="${CSS.escape(wanted)}"]`);
    if (found) return found;
  }
  return null;
}
