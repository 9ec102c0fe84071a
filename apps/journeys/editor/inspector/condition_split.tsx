import type { Fields, Json } from "../model/document";
import { ConditionField, OF_PERSON } from "./fields/ConditionField";
import { Field } from "./fields/Field";
import { PortName } from "./fields/PortName";
import { Odd } from "./Odd";
import { Rows } from "./Rows";
import { useForm } from "./useForm";
import { freeName, rowsOf, moved, patched, portsWithout, removed } from "./rows";
import { text } from "./texts";

/** The ways of a split, asked one after the other; nobody’s is “else”. */
export function ConditionSplitForm() {
  const { settings, set, type, readOnly } = useForm();
  const raw = rowsOf(settings.branches);
  if (!raw) {
    return <Odd path="branches" label="Branches" value={settings.branches ?? null} fresh={[]} />;
  }
  const write = (rows: readonly Fields[]) => set("branches", rows as Json);
  return (
    <Field path="branches" label="The first that holds wins" group>
      {() => (
        <>
          <ol className="insp-list">
            {raw.map((branch, index) => (
              <Rows
                key={index}
                path={`branches.${index}`}
                title={text(branch.port) || `Branch ${index + 1}`}
                index={index}
                count={raw.length}
                readOnly={readOnly}
                onMove={(by) => write(moved(raw, index, by))}
                onRemove={() => write(removed(raw, index))}
              >
                <PortName
                  path={`branches.${index}.port`}
                  label="Name of the way"
                  value={text(branch.port)}
                  taken={["else", ...portsWithout(raw, index)]}
                  onRename={(port) =>
                    set("branches", patched(raw, index, { port }) as Json, {
                      [text(branch.port)]: port,
                    })
                  }
                />
                <ConditionField
                  path={`branches.${index}.when`}
                  label="Is taken if"
                  value={branch.when}
                  kinds={[...OF_PERSON, "entry"]}
                  nothing="Everybody who comes this far."
                  onChange={(when) =>
                    type("branches", patched(raw, index, { when: when ?? {} }) as Json)
                  }
                />
              </Rows>
            ))}
          </ol>
          <p className="insp-else">
            <strong>none of these</strong> <span className="muted">whoever is left</span>
          </p>
          {readOnly ? null : (
            <button
              type="button"
              className="btn btn-small"
              onClick={() => write([...raw, { port: freeName(raw, "branch"), when: {} }])}
            >
              Add a branch
            </button>
          )}
        </>
      )}
    </Field>
  );
}
