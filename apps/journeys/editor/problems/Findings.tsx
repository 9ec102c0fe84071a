import type { ReactNode } from "react";
import { Section } from "./Section";
import type { Finding } from "./serverChecks";

interface FindingsProps {
  readonly title: string;
  readonly tone: "bad" | "waits";
  readonly findings: readonly Finding[];
  readonly children: ReactNode;
}

/** Conflicts that the server found; each leads to where it can be mended. */
export function Findings({ title, tone, findings, children }: FindingsProps) {
  return (
    <Section title={title} tone={tone} count={findings.length} about={children}>
      {findings.map((finding, index) => (
        <li key={index} className={`problem problem-${tone}`}>
          <p>
            <b>{finding.title}</b>
          </p>
          {finding.detail ? <p>{finding.detail}</p> : null}
          {finding.url ? (
            <p className="small">
              <a href={finding.url} target="_blank" rel="noreferrer">
                Look at it<span className="visually-hidden"> in a new tab</span>
              </a>
            </p>
          ) : null}
        </li>
      ))}
    </Section>
  );
}
