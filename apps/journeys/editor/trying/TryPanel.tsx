import { Choosing } from "./Choosing";
import { Result } from "./Result";
import { useTrial } from "./trial";
import { useLitPath, usePlaying, useTryingAgain } from "./useTrying";
import "./trying.css";

/** A draft is tried on one person, by the real engine and the real rules. */
export function TryPanel() {
  useTryingAgain();
  useLitPath();
  usePlaying();
  const running = useTrial((state) => state.running);
  return (
    <div className="try">
      <Choosing />
      {running ? <Result /> : null}
    </div>
  );
}
