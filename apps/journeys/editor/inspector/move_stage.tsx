import { StageField } from "./fields/StageField";
import { useForm } from "./useForm";

/** Which stage of which lifecycle the person enters. */
export function MoveStageForm() {
  const { settings, set, replace } = useForm();
  return (
    <StageField
      lifecycle={settings.lifecycle}
      stage={settings.stage}
      onChange={(field, value) =>
        field === "stage"
          ? set("stage", value)
          : replace("Choose another lifecycle", { ...settings, lifecycle: value, stage: "" })
      }
    />
  );
}
