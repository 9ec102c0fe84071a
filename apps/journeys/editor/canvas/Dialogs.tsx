import { NODE_TYPES, nodeOf } from "../model/document";
import * as graph from "../model/graph";
import { search } from "../model/search";
import { labelOf, titleOf } from "../model/titles";
import { KINDS } from "../nodes";
import { useDocument } from "../store";
import { add, connect, nameOf } from "./actions";
import { center, focusOn, focusSoon } from "./focus";
import { Help } from "./Help";
import { type Option, Picker } from "./Picker";
import { close, type Dialog, open, useCanvas } from "./state";
import { GROUPS } from "./groups";

/** The dialog that is open, if any. */
export function Dialogs() {
  const dialog = useCanvas((state) => state.dialog);
  switch (dialog?.kind) {
    case "add":
      return <AddMenu dialog={dialog} />;
    case "port":
      return <PortMenu dialog={dialog} />;
    case "connect":
      return <ConnectMenu dialog={dialog} />;
    case "search":
      return <SearchMenu />;
    case "help":
      return <Help />;
    default:
      return null;
  }
}

function AddMenu({ dialog }: { dialog: Dialog & { kind: "add" } }) {
  const document = useDocument();
  const { after, at, anchor } = dialog;
  const entry = !after && !document.nodes.some((node) => node.type === "entry");
  const types = NODE_TYPES.filter((type) => type !== "entry" || entry);
  const options = GROUPS.flatMap(({ group, label }) =>
    types
      .filter((type) => KINDS[type].group === group)
      .map((type) => ({
        id: type,
        label: KINDS[type].label,
        hint: KINDS[type].hint,
        icon: type,
        group: label,
        group_colour: `step-${type} step-in-${group}`,
      })),
  );
  const isTaken = after && graph.targetOf(document, after.from, after.port) !== undefined;
  const where = after
    ? `${isTaken ? "Insert" : "Add"} after ${nameOf(document, after.from)}`
    : "Add a node";
  return (
    <Picker
      title={where}
      placeholder="What comes next?"
      options={options}
      anchor={anchor}
      nothing="No node of that name."
      onClose={close}
      onPick={({ id }) => {
        close();
        add(id, { ...(after ? { after } : {}), ...(at ? { at } : {}) });
      }}
    />
  );
}

function PortMenu({ dialog }: { dialog: Dialog & { kind: "port" } }) {
  const document = useDocument();
  const node = nodeOf(document, dialog.node);
  const options = (node ? graph.portsOf(node) : []).map((port): Option => {
    const to = graph.targetOf(document, dialog.node, port.key);
    const hint = to === undefined ? "leads nowhere yet" : `leads to ${nameOf(document, to)}`;
    return { id: port.key, label: port.words, hint };
  });
  return (
    <Picker
      title={dialog.then === "add" ? "Add after which port?" : "Connect from which port?"}
      placeholder="Choose the port"
      options={options}
      anchor={dialog.anchor}
      nothing="No port of that name."
      onClose={close}
      onPick={({ id }) => {
        const way = { from: dialog.node, port: id };
        if (dialog.then === "add") open({ kind: "add", after: way, anchor: dialog.anchor });
        else open({ kind: "connect", way, anchor: dialog.anchor });
      }}
    />
  );
}

function ConnectMenu({ dialog }: { dialog: Dialog & { kind: "connect" } }) {
  const document = useDocument();
  const { from, port } = dialog.way;
  const options = document.nodes
    .filter((node) => graph.refusal(document, from, port, node.key) === "")
    .map((node) => ({
      id: node.key,
      label: titleOf(node).what,
      hint: [labelOf(node.type), node.name].filter(Boolean).join(" · "),
      icon: node.type in KINDS ? node.type : "unknown",
      group_colour: `step-${node.type} step-in-${KINDS[node.type as "exit"]?.group ?? "end"}`,
      words: node.key,
    }));
  return (
    <Picker
      title={`Connect ${nameOf(document, from)} to`}
      placeholder="Lead to which node?"
      options={options}
      anchor={dialog.anchor}
      nothing="No node of that name."
      onClose={close}
      onPick={({ id }) => {
        close();
        connect(dialog.way, id);
        focusSoon(from);
      }}
    />
  );
}

function SearchMenu() {
  const document = useDocument();
  const options = search(document, "", titleOf).map((found) => ({
    id: found.name,
    label: found.title,
    hint: found.more,
    icon: found.type === "note" || found.type in KINDS ? found.type : "unknown",
    group_colour: `step-${found.type} step-in-${KINDS[found.type as "exit"]?.group ?? "end"}`,
    words: `${found.name} ${labelOf(found.type)}`,
  }));
  return (
    <Picker
      title="Search the canvas"
      placeholder="Find by sentence, name or key"
      options={options}
      nothing="Nothing on the canvas fits."
      onClose={close}
      onPick={({ id }) => {
        close();
        focusOn(id);
        center(id);
      }}
    />
  );
}
