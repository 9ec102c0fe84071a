import { sentenceOf } from "../nodes";
import { useDocument } from "../store";
import type { LiveAnswer, Stop } from "./answer";
import { stopKind } from "./overlayOf";
import type { Period } from "./period";
import { peopleUrl } from "./useLiveNumbers";
import { count, reasonWords, verdictWords } from "./words";

interface Props {
  answer: LiveAnswer;
  period: Period;
}

/** The messages that were stopped, by reason; each leads to the people, node by node. */
export function Stopped({ answer, period }: Props) {
  const { stopped } = answer.totals;
  if (stopped.length === 0) return null;
  const most = stopped[0]?.messages ?? 1;
  return (
    <section aria-labelledby="live-stopped">
      <h2 id="live-stopped">Messages stopped, by reason</h2>
      <ul className="live-bars">
        {stopped.map((stop) => (
          <li key={stopKind(stop)}>
            <Reason stop={stop} most={most} answer={answer} period={period} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reason({ stop, most, answer, period }: Props & { stop: Stop; most: number }) {
  const document = useDocument();
  const kind = stopKind(stop);
  const at = document.nodes.flatMap((node) => {
    const here = answer.nodes[node.key]?.stopped.find((one) => stopKind(one) === kind);
    return here ? [{ node, messages: here.messages }] : [];
  });
  const line = (
    <>
      <span className="live-name">
        {reasonWords(stop.reason)} <span className="muted">{verdictWords(stop.verdict)}</span>
      </span>
      <span className="num">{count(stop.messages)}</span>
      <span className="live-bar">
        <i style={{ width: `${(100 * stop.messages) / most}%` }} />
      </span>
    </>
  );
  const [only] = at;
  if (only && at.length === 1) return <a href={peopleUrl(only.node.key, kind, period)}>{line}</a>;
  return (
    <details>
      <summary>{line}</summary>
      <ul className="live-nodes">
        {at.map(({ node, messages }) => (
          <li key={node.key}>
            <a href={peopleUrl(node.key, kind, period)}>
              <span className="live-name">{sentenceOf(node).what}</span>
              <span className="num">{count(messages)}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
