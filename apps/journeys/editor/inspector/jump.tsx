import { NumberField } from "./fields/NumberField";
import { useForm } from "./useForm";

/** How many times a run goes back. */
export function JumpForm() {
  const { settings, type } = useForm();
  return (
    <NumberField
      path="limit"
      label="Go back at most"
      unit={settings.limit === 1 ? "time" : "times"}
      hint="Then on through “often enough”. Where “back” leads to is drawn on the canvas."
      value={settings.limit}
      onChange={(value) => type("limit", value)}
    />
  );
}
