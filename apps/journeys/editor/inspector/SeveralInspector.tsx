import { isNoteName } from "../model/notes";
import { useIsReadOnly } from "../store";
import { NodeActions } from "./Actions";
import { counted } from "./words";

/** Several nodes and notes: how many, and what can be done with all of them. */
export function SeveralInspector({ keys }: { keys: readonly string[] }) {
  const readOnly = useIsReadOnly();
  const notes = keys.filter(isNoteName).length;
  const nodes = keys.length - notes;
  const said = [
    nodes > 0 ? counted(nodes, "node") : "",
    notes > 0 ? counted(notes, "note") : "",
  ].filter(Boolean);
  const what = said.join(" and ");
  return (
    <header className="insp-head">
      <p className="insp-type">Selected</p>
      <h2>{what}</h2>
      {readOnly ? null : (
        <>
          <p className="muted small">
            Where nodes are deleted, the ways around them are joined again.
          </p>
          <NodeActions keys={keys} />
        </>
      )}
    </header>
  );
}
