/** goal: the run reached what the journey is for. */

import { ending } from "./ending";

export const goal = ending({
  type: "goal",
  label: "Goal",
  hint: "What the journey is for: reached by arriving, or at once when its event comes.",
  fresh: () => ({ event: "", window: { days: 14 } }),
});
