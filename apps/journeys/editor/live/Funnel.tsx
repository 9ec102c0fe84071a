import { useDocument } from "../store";
import { type Entered, sum } from "./answer";
import { hasGoal } from "./leaving";
import { type Period, wordsOf } from "./period";
import { count, reasonWords, share } from "./words";

/** What became of those who entered in the period: a bar, and a sentence. */
export function Funnel({ entered, period }: { entered: Entered; period: Period }) {
  const document = useDocument();
  const { runs, inside, goals } = entered;
  if (runs === 0) {
    return (
      <section aria-labelledby="live-entered">
        <h2 id="live-entered">Who entered</h2>
        <p className="muted">Nobody entered {wordsOf(period)}; those inside came before.</p>
      </section>
    );
  }
  const left = sum(entered.left);
  const aims = hasGoal(document);
  return (
    <section aria-labelledby="live-entered">
      <h2 id="live-entered">Of the {count(runs)} who entered</h2>
      <p className="live-said">{said(entered, aims)}</p>
      <div className="live-stack" aria-hidden="true">
        {[
          { name: "goal", n: goals },
          { name: "inside", n: inside },
          { name: aims ? "left" : "ended", n: left },
        ].map(({ name, n }) =>
          n > 0 ? <i key={name} className={`live-is-${name}`} style={{ flexGrow: n }} /> : null,
        )}
      </div>
      <ul className="live-legend">
        {aims ? <Part name="goal" label="Reached the goal" n={goals} of={runs} /> : null}
        <Part name="inside" label="Still inside" n={inside} of={runs} />
        <Part
          name={aims ? "left" : "ended"}
          label={aims ? "Left without it" : "Left"}
          n={left}
          of={runs}
        />
        {Object.entries(entered.left).map(([code, n]) => (
          <li key={code} className="live-part muted">
            <span className="live-name">{reasonWords(code)}</span>
            <span className="num">{count(n)}</span>
            <span />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** “166 reached the goal, 3 of them after leaving: 18 % so far.” */
function said(entered: Entered, aims: boolean): string {
  const { runs, inside, goals, goals_after_leaving: after } = entered;
  if (!aims) return `${share(inside, runs)} ${inside === 1 ? "is" : "are"} still inside.`;
  const late = after > 0 ? `, ${count(after)} of them after leaving` : "";
  const far = inside > 0 ? " so far" : "";
  return `${count(goals)} reached the goal${late}: ${share(goals, runs)}${far}.`;
}

function Part({ name, label, n, of }: { name: string; label: string; n: number; of: number }) {
  return (
    <li>
      <span className="live-name">
        <span className={`live-key live-is-${name}`} />
        {label}
      </span>
      <span className="num">{count(n)}</span>
      <span className="num muted">{share(n, of)}</span>
    </li>
  );
}
