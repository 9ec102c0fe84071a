import { useEffect, useRef, useState } from "react";
import { useEditor } from "../store";
import { type Change, compare, type Side } from "./transport";

const MARKS = { added: "Added", removed: "Removed", changed: "Changed" };

interface Props {
  readonly before: Side;
  readonly after: Side;
  /** What is said where nothing differs. */
  readonly none: string;
  /** A dialog covers the canvas: there is nowhere to jump to. */
  readonly covered?: boolean;
}

/** What differs between two sides, in words; a node that is there can be jumped to. */
export function Changes({ before, after, none, covered = false }: Props) {
  const api = useEditor((state) => state.page.urls.api);
  const [found, setFound] = useState<readonly Change[] | string | null>(null);
  const shown = useRef(false);
  useEffect(() => {
    let left = false;
    const ask = () =>
      compare(api, before, after).then(
        (changes) => left || setFound(changes),
        (error: unknown) => left || setFound(messageOf(error)),
      );
    // While somebody types one question at the end is enough.
    const timer = setTimeout(() => void ask(), shown.current ? 600 : 0);
    shown.current = true;
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [api, before, after]);
  if (found === null) return <p className="small muted">Comparing…</p>;
  if (typeof found === "string") return <p className="error">{found}</p>;
  if (!found.length) return <p className="small muted">{none}</p>;
  return (
    <ul className="changes">
      {found.map((change) => (
        <Line key={`${change.node} ${change.what}`} change={change} covered={covered} />
      ))}
    </ul>
  );
}

function Line({ change, covered }: { change: Change; covered: boolean }) {
  const jumpTo = useEditor((state) => state.jumpTo);
  const there = useEditor((state) =>
    state.history.now.document.nodes.some((node) => node.key === change.node),
  );
  const words = change.what.replace(/^(Added|Removed|Changed): /, "");
  const named = words !== change.what;
  return (
    <li className={`change change-${change.kind}`}>
      {named ? <span className="change-mark">{MARKS[change.kind]}</span> : null}
      {there && !covered ? (
        <button type="button" className="btn-link" onClick={() => jumpTo(change.node)}>
          {words}
        </button>
      ) : (
        <span>{words}</span>
      )}
      {change.details.map((detail) => (
        <span key={detail} className="change-detail">
          {detail}
        </span>
      ))}
    </li>
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
