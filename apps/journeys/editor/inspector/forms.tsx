/** The forms of the node types: one file each, found by this table. */

import type { NodeType } from "../model/document";
import { ConditionSplitForm } from "./condition_split";
import { DelayForm } from "./delay";
import { EntryForm } from "./entry";
import { ExitForm } from "./exit";
import { GoalForm } from "./goal";
import { JumpForm } from "./jump";
import { MessageForm } from "./message";
import { MoveStageForm } from "./move_stage";
import { RandomSplitForm } from "./random_split";
import { UpdateTraitForm } from "./update_trait";
import { WaitForEventForm } from "./wait_for_event";

export const FORMS: { readonly [type in NodeType]: () => React.ReactNode } = {
  entry: EntryForm,
  message: MessageForm,
  delay: DelayForm,
  wait_for_event: WaitForEventForm,
  condition_split: ConditionSplitForm,
  random_split: RandomSplitForm,
  update_trait: UpdateTraitForm,
  move_stage: MoveStageForm,
  jump: JumpForm,
  goal: GoalForm,
  exit: ExitForm,
};
