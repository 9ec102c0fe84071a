import type { ReactNode } from "react";

export interface SectionProps {
  readonly title: string;
  readonly tone: "bad" | "waits";
  readonly count: number;
  /** What it means for publishing. */
  readonly about: ReactNode;
  readonly children: ReactNode;
}

/** One group of the list; nothing where it is empty. */
export function Section({ title, tone, count, about, children }: SectionProps) {
  if (count === 0) return null;
  return (
    <section className="problems-group" aria-label={title}>
      <h2>
        {title} <span className={`badge badge-${tone}`}>{count}</span>
      </h2>
      <p className="small muted">{about}</p>
      <ul>{children}</ul>
    </section>
  );
}
