import type { Problem } from "../model/document";
import { useDocument, useEditor } from "../store";
import { Checked } from "./Checked";
import { Findings } from "./Findings";
import { Matters } from "./Matters";
import { useServerChecks } from "./serverChecks";
import { mattersOf } from "./words";
import "./problems.css";

/** What is wrong with the journey, each with what mends it and the way to its place. */
export function ProblemsPanel() {
  const document = useDocument();
  const problems = useEditor((state) => state.problems);
  const warnings = useEditor((state) => state.warnings);
  const server = useServerChecks();
  const only = server.document === document ? newOnes(server.problems, problems) : [];
  const errors = mattersOf([...problems, ...only], document);
  const asks = mattersOf(warnings, document);
  const blocking = server.findings.filter((finding) => finding.severity === "error");
  const asking = server.findings.filter((finding) => finding.severity !== "error");
  const nothing = errors.length + asks.length + server.findings.length === 0;
  return (
    <div className="problems">
      <Checked />
      {nothing ? (
        <div className="empty problems-none">
          <h2>Nothing is wrong</h2>
          <p>Every node is complete, and every way leads on.</p>
        </div>
      ) : null}
      <Matters title="Must be mended" tone="bad" matters={errors}>
        Before it can be published.
      </Matters>
      <Findings title="Blocked by the rules" tone="bad" findings={blocking}>
        Before it can be published.
      </Findings>
      <Matters title="Probably not meant" tone="waits" matters={asks}>
        It can be published all the same.
      </Matters>
      <Findings title="Conflicts" tone="waits" findings={asking}>
        With the rules of engagement and other journeys; publishing asks.
      </Findings>
    </div>
  );
}

function newOnes(of: readonly Problem[], known: readonly Problem[]): readonly Problem[] {
  const ids = new Set(known.map(idOf));
  return of.filter((problem) => !ids.has(idOf(problem)));
}

function idOf({ node, field, code }: Problem): string {
  return [node, field, code].join("\n");
}
