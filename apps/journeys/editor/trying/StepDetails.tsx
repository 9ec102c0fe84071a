import { useState } from "react";
import type { Candidate, Gate, Leaf, Step } from "./answer";
import { useTrial } from "./trial";

/** Why it is so: the questions with their answers, every gate, and who else wanted to write. */
export function StepDetails({ step }: { readonly step: Step }) {
  const open = useOpen(step);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const properties = Object.entries(propertiesOf(step));
  const has =
    step.leaves.length + step.gates.length + step.candidates.length + properties.length > 0;
  if (!has) return null;
  return (
    <details
      className="try-why"
      open={chosen ?? open}
      onToggle={(event) => {
        const now = event.currentTarget.open;
        if (now !== (chosen ?? open)) setChosen(now);
      }}
    >
      <summary>{titleOf(step)}</summary>
      {properties.length ? <Properties rows={properties} /> : null}
      <Leaves leaves={step.leaves} />
      <Gates gates={step.gates} />
      <Others candidates={step.candidates} />
    </details>
  );
}

/** A no is worth reading at once: it opens by itself when one comes to it. */
function useOpen(step: Step): boolean {
  const here = useTrial((state) => state.answer?.steps[state.index] === step);
  return here && (step.kind === "refused" || step.gates.some((gate) => !gate.ok));
}

function titleOf(step: Step): string {
  const gates = step.gates.filter(isAsked);
  if (gates.length) {
    const failed = gates.filter(({ ok }) => !ok).length;
    return failed ? `Why: ${failed} of ${gates.length} gates said no` : "All gates said yes";
  }
  if (step.leaves.length) {
    const asked = step.leaves.length;
    return asked === 1 ? "What was asked" : `What was asked: ${asked} questions`;
  }
  return "With these properties";
}

function propertiesOf(step: Step): { [key: string]: unknown } {
  const given = step.kind === "event" ? step.details.properties : undefined;
  return given && typeof given === "object" && !Array.isArray(given) ? given : {};
}

function Properties({ rows }: { readonly rows: readonly [string, unknown][] }) {
  return (
    <dl className="try-facts">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Leaves({ leaves }: { readonly leaves: readonly Leaf[] }) {
  if (!leaves.length) return null;
  return (
    <ul className="try-answers">
      {leaves.map((leaf, index) => (
        <li key={index} className={leaf.ok ? "is-yes" : "is-no"}>
          <Mark ok={leaf.ok} />
          <span>{leaf.words}</span>
        </li>
      ))}
    </ul>
  );
}

function Gates({ gates }: { readonly gates: readonly Gate[] }) {
  if (!gates.length) return null;
  return (
    <>
      <ul className="try-answers">
        {gates.filter(isAsked).map((gate) => (
          <li
            key={gate.gate}
            className={gate.ok ? "is-yes" : gate.decided ? "is-no is-decided" : "is-no"}
          >
            <Mark ok={gate.ok} />
            <span>
              <b>{gate.name}</b>
              {gate.ok ? null : <> {saidOf(gate)}</>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The step's own sentence tells already what the deciding one said. */
function saidOf(gate: Gate): string {
  return gate.decided ? "said no first: see above." : gate.words;
}

function isAsked(gate: Gate): boolean {
  return gate.reason.code !== "not_competing";
}

function Others({ candidates }: { readonly candidates: readonly Candidate[] }) {
  const others = candidates.filter(({ own }) => !own);
  if (!others.length) return null;
  return (
    <div className="try-others">
      <h4>Others that wanted to write</h4>
      <ul>
        {others.map((one) => (
          <li key={`${one.journey} ${one.node}`}>{one.words}</li>
        ))}
      </ul>
    </div>
  );
}

function Mark({ ok }: { readonly ok: boolean }) {
  return (
    <span className="try-mark">
      <span aria-hidden="true">{ok ? "✓" : "✕"}</span>
      <span className="visually-hidden">{ok ? "Yes:" : "No:"}</span>
    </span>
  );
}
