import type { NodeDocument } from "../model/document";
import { sentenceOf } from "../nodes";
import { Icon } from "../parts/Icon";
import { useEditor } from "../store";
import type { LiveAnswer } from "./answer";
import { nodeRows } from "./nodeRows";
import { type Period, wordsOf } from "./period";
import { peopleUrl } from "./useLiveNumbers";
import { count } from "./words";

interface Props {
  node: NodeDocument;
  answer: LiveAnswer;
  period: Period;
}

/** The numbers of the selected node in full; each leads to its people. */
export function SelectedNode({ node, answer, period }: Props) {
  const select = useEditor((state) => state.select);
  return (
    <section className="live-selected" aria-labelledby="live-selected">
      <div className="spread">
        <h2 id="live-selected">
          <Icon name={node.type} size={15} /> {sentenceOf(node).what}
        </h2>
        <button
          type="button"
          className="btn-link live-close"
          aria-label="Close these numbers"
          onClick={() => select([])}
        >
          ×
        </button>
      </div>
      <p className="small muted">{wordsOf(period)}; “here now” is now</p>
      <ul className="live-rows">
        {nodeRows(node, answer).map((row) => (
          <li key={row.what} className={row.part ? "live-part" : undefined}>
            {row.n === null ? (
              <a className="live-heading" href={peopleUrl(node.key, row.what, period)}>
                {row.label}
              </a>
            ) : row.n > 0 ? (
              <a href={peopleUrl(node.key, row.what, period)}>
                <Label {...row} />
              </a>
            ) : (
              <div className="muted">
                <Label {...row} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Label({ label, n, note }: { label: string; n: number | null; note?: string }) {
  return (
    <>
      <span className="live-name">
        {label} {note ? <span className="muted">{note}</span> : null}
      </span>
      <span className="num">{n === null ? "" : count(n)}</span>
    </>
  );
}
