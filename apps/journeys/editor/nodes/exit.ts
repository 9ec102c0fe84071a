/** exit: the run ends without its goal. */

import { ending } from "./ending";

export const exit = ending({
  type: "exit",
  label: "Exit",
  hint: "The journey ends here; with an event or a condition also from anywhere, at once.",
  fresh: () => ({}),
});
