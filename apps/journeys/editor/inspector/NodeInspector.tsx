import { announce } from "../canvas/state";
import { isNodeType, type NodeDocument } from "../model/document";
import { renameNode } from "../model/graph";
import { kindOf, sentenceOf } from "../nodes";
import { useEditor, useIsReadOnly } from "../store";
import { NodeActions } from "./Actions";
import { TextField } from "./fields/TextField";
import { FormContext, useNodeForm } from "./useForm";
import { FORMS } from "./forms";
import { Odd } from "./Odd";
import { OtherProblems } from "./OtherProblems";

/** One node: what it does in a sentence, its name, and the form of its type. */
export function NodeInspector({ node }: { node: NodeDocument }) {
  const form = useNodeForm(node.key);
  const change = useEditor((state) => state.changeDocument);
  const readOnly = useIsReadOnly();
  const kind = kindOf(node.type);
  const said = sentenceOf(node);
  const Form = isNodeType(node.type) ? FORMS[node.type] : null;
  return (
    <FormContext value={form}>
      <header className="insp-head">
        <p className="insp-type">{kind?.label ?? (node.type || "No type")}</p>
        <h2>{said.what}</h2>
        {said.more ? <p className="muted small">{said.more}</p> : null}
        {readOnly ? null : <NodeActions keys={[node.key]} />}
      </header>
      <OtherProblems node={node.key} />
      <TextField
        path="name"
        label="Name"
        value={node.name}
        placeholder="If its sentence doesn’t say enough"
        maxLength={200}
        onChange={(name) =>
          change(
            "Rename a node",
            (document) => renameNode(document, node.key, name),
            `name:${node.key}`,
          )
        }
      />
      {Form ? <Form /> : <Odd path="settings" label="Settings" value={form.settings} fresh={{}} />}
      <p className="insp-key">
        <span className="muted">Key</span> <code>{node.key}</code>
        <button
          type="button"
          className="btn-link small"
          aria-label="Copy the key"
          onClick={() => void copyKey(node.key)}
        >
          Copy
        </button>
      </p>
    </FormContext>
  );
}

async function copyKey(key: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(key);
    announce("Copied the key");
  } catch {
    announce("The browser keeps the clipboard to itself: select the key and copy it.");
  }
}
