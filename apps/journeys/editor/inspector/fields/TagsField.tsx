import type { Json } from "../../model/document";
import { useVocabulary } from "../../conditions/vocabulary";
import { Chips } from "../../parts/Chips";
import { useForm } from "../useForm";
import { Field } from "./Field";

interface Props {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: Json | undefined;
  onChange(value: string[] | undefined): void;
}

export function TagsField({ path, label, hint, value, onChange }: Props) {
  const { readOnly } = useForm();
  const words = useVocabulary();
  const tags = Array.isArray(value) ? value.map(String) : [];
  return (
    <Field path={path} label={label} hint={hint} inside>
      {(aria) => (
        <Chips
          id={aria.id}
          label={label}
          placeholder="add a tag"
          values={tags}
          choices={words.tags.map(({ key }) => ({ value: key }))}
          disabled={readOnly}
          invalid={aria["aria-invalid"]}
          describedBy={aria["aria-describedby"]}
          onAdd={(tag) => onChange([...tags, tag])}
          onRemove={(index) => {
            const left = tags.filter((_, place) => place !== index);
            onChange(left.length > 0 ? left : undefined);
          }}
        />
      )}
    </Field>
  );
}
