import { nodeOf } from "../model/document";
import { disconnect, portsOf, targetOf } from "../model/graph";
import { sentenceOf } from "../nodes";
import { useDocument, useEditor, useIsReadOnly } from "../store";

/** A way: from where, through which port, to where. */
export function EdgeInspector({ id }: { id: string }) {
  const [from = "", port = ""] = id.split("\u0000");
  const document = useDocument();
  const change = useEditor((state) => state.changeDocument);
  const select = useEditor((state) => state.select);
  const readOnly = useIsReadOnly();
  const start = nodeOf(document, from);
  const to = targetOf(document, from, port);
  const end = to === undefined ? undefined : nodeOf(document, to);
  if (!start) return null;
  const words = portsOf(start).find((one) => one.key === port)?.words;
  const Link = ({ node }: { node: typeof start }) => (
    <button type="button" className="btn-link" onClick={() => select([node.key])}>
      {sentenceOf(node).what}
    </button>
  );
  return (
    <>
      <header className="insp-head">
        <p className="insp-type">Way</p>
        <h2>“{words ?? port}”</h2>
      </header>
      <dl className="facts insp-facts">
        <dt>From</dt>
        <dd>
          <Link node={start} />
        </dd>
        <dt>To</dt>
        <dd>{end ? <Link node={end} /> : <span className="muted">nowhere</span>}</dd>
      </dl>
      {readOnly || !end ? null : (
        <button
          type="button"
          className="btn btn-small btn-danger below"
          onClick={() => {
            change("Delete a way", (now) => disconnect(now, from, port));
            select([from]);
          }}
        >
          Delete this way
        </button>
      )}
    </>
  );
}
