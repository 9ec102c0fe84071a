import type { Json } from "../model/document";
import { Field } from "./fields/Field";
import { useForm } from "./useForm";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly value: Json;
  /** What it begins with when it is written anew. */
  readonly fresh: Json;
}

/** A setting of a shape that no form can show: kept as it is, until somebody begins anew. */
export function Odd({ path, label, value, fresh }: Props) {
  const { set, readOnly } = useForm();
  return (
    <Field path={path} label={label} inside>
      {(aria) => (
        <>
          <pre className="code code-wrap" id={aria.id}>
            {JSON.stringify(value, null, 1)}
          </pre>
          {readOnly ? null : (
            <button type="button" className="btn btn-small" onClick={() => set(path, fresh)}>
              Begin anew
            </button>
          )}
        </>
      )}
    </Field>
  );
}
