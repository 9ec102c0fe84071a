import { Ending } from "./ending";
import { DurationField } from "./fields/DurationField";

/** When the goal is reached, and how long after entering it still counts. */
export function GoalForm() {
  return (
    <>
      <Ending what="The goal is reached" />
      <DurationField
        path="window"
        label="Counts for"
        hint="From entry on, also after the person has left the journey."
        otherwise="as long as they are inside"
      />
    </>
  );
}
