import type { Fields, NodeDocument, NodeType } from "../model/document";
import { durationWords, parseDuration } from "../model/durations";
import { addNode } from "../model/graph";
import { sentenceOf } from "../nodes";
import { listens, parseEnding } from "../nodes/ending";
import { settingsOf } from "../nodes/kind";
import { Problems } from "../nodes/problems";
import { useDocument, useEditor, useIsReadOnly } from "../store";

/** What the journey is for, and what takes people out of it from anywhere. */
export function Ends() {
  const { nodes } = useDocument();
  const readOnly = useIsReadOnly();
  const goals = nodes.filter((node) => node.type === "goal");
  const exits = nodes.filter((node) => node.type === "exit" && acts(node));
  return (
    <>
      <section className="insp-section" data-field="goal">
        <h3>Goal</h3>
        {goals.map((node) => (
          <End key={node.key} node={node} more={windowOf(node)} />
        ))}
        {goals.length === 0 ? (
          <p className="muted small">Without a goal nobody can tell whether it works.</p>
        ) : null}
        {goals.length === 0 && !readOnly ? (
          <Add type="goal" settings={GOAL} label="Add a goal" />
        ) : null}
      </section>
      <section className="insp-section">
        <h3>Exit rules</h3>
        <p className="muted small">Take people out at once, wherever they stand.</p>
        {exits.map((node) => (
          <End key={node.key} node={node} more="" />
        ))}
        {readOnly ? (
          exits.length === 0 ? (
            <p className="small">None.</p>
          ) : null
        ) : (
          <Add type="exit" settings={EXIT} label="Add an exit rule" />
        )}
      </section>
    </>
  );
}

const GOAL: Fields = { event: "", window: { days: 14 } };
const EXIT: Fields = { event: "" };

function End({ node, more }: { node: NodeDocument; more: string }) {
  const jumpTo = useEditor((state) => state.jumpTo);
  return (
    <p className="insp-end">
      <button type="button" className="btn-link" onClick={() => jumpTo(node.key)}>
        {sentenceOf(node).what}
      </button>
      {more ? <span className="muted small"> {more}</span> : null}
    </p>
  );
}

function Add({ type, settings, label }: { type: NodeType; settings: Fields; label: string }) {
  const change = useEditor((state) => state.changeDocument);
  const jumpTo = useEditor((state) => state.jumpTo);
  return (
    <button
      type="button"
      className="btn btn-small"
      onClick={() => {
        let key = "";
        change(label, (document) => {
          const added = addNode(document, type, { settings });
          key = added.key;
          return added.document;
        });
        jumpTo(key, "event");
      }}
    >
      {label}
    </button>
  );
}

/** An exit that has begun to listen also stands here while its event isn't named yet. */
function acts(node: NodeDocument): boolean {
  const settings = settingsOf(node.settings);
  try {
    return "event" in settings || listens(parseEnding(settings, new Problems("")));
  } catch {
    return false;
  }
}

function windowOf(node: NodeDocument): string {
  const window = settingsOf(node.settings).window;
  if (window === undefined) return "while they are inside";
  const seconds = parseDuration(window, new Problems(""), "window", { otherwise: 0 });
  return seconds > 0 ? `within ${durationWords(seconds)} of entering` : "while they are inside";
}
