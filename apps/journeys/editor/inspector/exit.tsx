import { Ending } from "./ending";

/** When people leave here without the goal. */
export function ExitForm() {
  return <Ending what="People leave" />;
}
