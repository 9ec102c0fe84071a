import { type NodeType, NODE_TYPES, nodeOf } from "../model/document";
import * as graph from "../model/graph";
import { freePlace, roomNear } from "../model/places";
import { KINDS } from "../nodes";
import { Icon } from "../parts/Icon";
import { useEditor } from "../store";
import { add, addNote, shownPlaces } from "./actions";
import { DRAGGED, GROUPS } from "./groups";
import { middleOfView } from "./view";
import "./palette.css";

/** The node types: dragged onto the canvas or a way, or added by a click. */
export function Palette() {
  const entry = useEditor((state) =>
    state.history.now.document.nodes.some((node) => node.type === "entry"),
  );
  return (
    <aside className="palette" aria-label="Nodes to add">
      {GROUPS.map(({ group, label }) => (
        <section key={group} aria-label={label} hidden={group === "start" && entry}>
          <h2 className="palette-title">{label}</h2>
          {NODE_TYPES.filter((type) => KINDS[type].group === group).map((type) => (
            <Item
              key={type}
              type={type}
              look={`step-${type} step-in-${group}`}
              label={KINDS[type].label}
              hint={KINDS[type].hint}
              onClick={() => addHere(type)}
            />
          ))}
        </section>
      ))}
      <section aria-label="Beside the journey">
        <h2 className="palette-title">Beside it</h2>
        <Item
          type="note"
          look="step-note"
          label="Note"
          hint="Words for your colleagues; nothing that a run depends on."
          onClick={() => addNote(freePlace(shownPlaces(), middleOfView()))}
        />
      </section>
    </aside>
  );
}

interface ItemProps {
  readonly type: string;
  readonly look: string;
  readonly label: string;
  readonly hint: string;
  onClick(): void;
}

function Item({ type, look, label, hint, onClick }: ItemProps) {
  return (
    <button
      type="button"
      className={`palette-item ${look}`}
      title={hint}
      draggable
      data-type={type}
      onClick={onClick}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, type);
        event.dataTransfer.effectAllowed = "copy";
      }}
    >
      <span className="step-icon step-icon-small">
        <Icon name={type} size={15} />
      </span>
      {label}
    </button>
  );
}

/** After the selected node's first free port; else where there is room in what is seen. */
function addHere(type: NodeType): void {
  const { selected, selectedEdge, history } = useEditor.getState();
  const { document } = history.now;
  const [from, by] = selectedEdge.split("\u0000");
  if (from && by !== undefined && type !== "entry") {
    add(type, { after: { from, port: by } });
    return;
  }
  const [key] = selected;
  const node = selected.size === 1 && key ? nodeOf(document, key) : undefined;
  const free = node
    ? graph.portsOf(node).find((port) => graph.targetOf(document, node.key, port.key) === undefined)
    : undefined;
  if (node && free && type !== "entry") add(type, { after: { from: node.key, port: free.key } });
  else add(type, { at: roomNear(shownPlaces(), node?.key, middleOfView()) });
}
