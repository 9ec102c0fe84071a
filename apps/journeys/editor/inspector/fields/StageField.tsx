import type { Json } from "../../model/document";
import { useEditor } from "../../store";
import { SelectField } from "./SelectField";

interface Props {
  readonly lifecycle: Json | undefined;
  readonly stage: Json | undefined;
  onChange(field: "lifecycle" | "stage", value: string): void;
}

/** A lifecycle and one of its stages. */
export function StageField({ lifecycle, stage, onChange }: Props) {
  const cycles = useEditor((state) => state.page.lifecycles);
  const stages = cycles.find((cycle) => cycle.key === lifecycle)?.stages ?? [];
  const choices = (of: readonly { key: string; name: string }[]) =>
    of.map(({ key, name }) => ({ value: key, label: name }));
  return (
    <>
      <SelectField
        path="lifecycle"
        label="Lifecycle"
        value={lifecycle}
        choices={choices(cycles)}
        hint={cycles.length === 0 ? "There is no lifecycle yet: the rules define them." : undefined}
        onChange={(value) => onChange("lifecycle", value)}
      />
      <SelectField
        path="stage"
        label="Stage to enter"
        value={stage}
        choices={choices(stages)}
        hint="The person enters it at once, whatever its own condition says."
        onChange={(value) => onChange("stage", value)}
      />
    </>
  );
}
