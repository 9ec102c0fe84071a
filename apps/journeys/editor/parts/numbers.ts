/** Numbers as people type them. */

/** “1,5” is one and a half, “1,000” a thousand; null where it is no number. */
export function numberOf(typed: string): number | null {
  const text = typed.trim().replaceAll(/(?<=\d)[ \u00a0](?=\d{3}(\D|$))/g, "");
  const grouped = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(text);
  const number = Number(grouped ? text.replaceAll(",", "") : text.replace(",", "."));
  return text === "" || !Number.isFinite(number) ? null : number;
}
