import type { Problem } from "../model/document";
import { nodeOf } from "../model/document";
import { titleOf } from "../model/titles";
import { useDocument, useEditor } from "../store";
import { useTrial } from "./trial";

const MOST = 6;
/** Fields of the choice itself, not of the draft. */
const OURS = /^(person|events|at|until|rules)(\.|$)/;

interface Props {
  readonly problems: readonly Problem[];
  readonly ofDraft?: boolean;
}

/** Why nothing can be tried yet, each with its remedy. */
export function ProblemList({ problems, ofDraft = false }: Props) {
  const show = useEditor((state) => state.show);
  const isDraft = ofDraft || problems.some(({ node, field }) => node || !OURS.test(field));
  const title = isDraft ? "The draft can’t be walked yet" : "This can’t be tried";
  return (
    <section className="note note-bad stack-s" role="alert">
      <h3>{title}</h3>
      <ul className="try-problems">
        {problems.slice(0, MOST).map((problem, index) => (
          <li key={index}>
            <OneProblem problem={problem} />
          </li>
        ))}
      </ul>
      {isDraft ? (
        <button type="button" className="btn btn-small" onClick={() => show("problems")}>
          {problems.length === 1 ? "Open Problems" : `Open Problems (${problems.length})`}
        </button>
      ) : (
        <button
          type="button"
          className="btn btn-small"
          onClick={() => useTrial.setState({ choosing: true })}
        >
          Change what is tried
        </button>
      )}
    </section>
  );
}

function OneProblem({ problem }: { readonly problem: Problem }) {
  const document = useDocument();
  const jumpTo = useEditor((state) => state.jumpTo);
  const node = problem.node ? nodeOf(document, problem.node) : undefined;
  const remedy = problem.remedy.charAt(0).toUpperCase() + problem.remedy.slice(1);
  if (!node) return <>{remedy}.</>;
  return (
    <>
      <button
        type="button"
        className="btn-link"
        onClick={() => jumpTo(problem.node, problem.field)}
      >
        {node.name || titleOf(node).what}
      </button>
      : {remedy}.
    </>
  );
}
