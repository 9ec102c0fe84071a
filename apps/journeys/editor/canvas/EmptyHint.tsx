import { useEditor, useIsReadOnly } from "../store";

/** How to begin, as long as there is nothing but where people come in and where they leave. */
export function EmptyHint() {
  const nodes = useEditor((state) => state.history.now.document.nodes);
  const reading = useIsReadOnly();
  if (reading || nodes.some(({ type }) => type !== "entry" && type !== "exit")) return null;
  return (
    <div className="empty-hint">
      <p className="empty-hint-title">
        {nodes.length > 0 ? "What happens after people come in?" : "Begin with an entry"}
      </p>
      <p>
        Drag a node from the left onto the canvas or onto a way, click a <b>+</b>, or press{" "}
        <kbd>A</kbd>.
      </p>
      <p className="small">
        <kbd>?</kbd> shows all keys.
      </p>
    </div>
  );
}
