/** The colours of the pages, read from their style sheet, so that both have the same. */

export interface Theme {
  ink: string;
  muted: string;
  surface: string;
  line: string;
  accent: string;
  soft: string;
  font: string;
  tones: Readonly<Record<string, string>>;
}

export function theme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const waits = read("--waits-bar");
  const bad = read("--bad");
  return {
    ink: read("--ink"),
    muted: read("--muted"),
    surface: read("--surface"),
    line: read("--line-strong"),
    accent: read("--accent"),
    soft: read("--accent-soft"),
    font: getComputedStyle(document.body).fontFamily,
    tones: {
      sent: read("--sent"),
      waits,
      skipped: waits,
      held_out: read("--held"),
      left: bad,
      bad,
    },
  };
}
