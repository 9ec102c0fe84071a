import type { LeafKind } from "../../conditions/condition";
import { ConditionEditor } from "../../conditions/ConditionEditor";
import type { Json } from "../../model/document";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { useEntryEvent } from "../useEntryEvent";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  readonly kinds: readonly LeafKind[];
  /** The event whose properties may be asked. */
  readonly event?: string;
  readonly nothing: string;
  readonly before?: string;
  onChange(value: Json | undefined): void;
}

/** What the person is asked for: always to be known, whatever happened. */
export const OF_PERSON: readonly LeafKind[] = ["trait", "count", "stage", "done", "session"];

export function ConditionField(props: Props) {
  const { path, label, hint, value, kinds, event = "", nothing, before, onChange } = props;
  const { readOnly, node } = useForm();
  const endStep = useEditor((state) => state.endStep);
  const entry = useEntryEvent();
  const place = { kinds, event, entry, readOnly, onLeave: endStep };
  return (
    <Field path={path} label={label} hint={hint} group>
      {() => (
        <ConditionEditor
          key={node}
          value={value}
          place={place}
          label={label}
          nothing={nothing}
          {...(before ? { before } : {})}
          onChange={onChange}
        />
      )}
    </Field>
  );
}
