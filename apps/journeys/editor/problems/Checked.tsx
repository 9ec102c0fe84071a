import { useDocument } from "../store";
import { useServerChecks } from "./serverChecks";

/** Whether what is listed is all there is, as of now. */
export function Checked() {
  const document = useDocument();
  const state = useServerChecks((checks) => checks.state);
  const asked = useServerChecks((checks) => checks.document);
  return (
    <p className="problems-checked small muted" data-state={state}>
      {state === "failed"
        ? "The server can’t be reached: conflicts with the rules are not checked."
        : state === "known" && asked === document
          ? "Checked just now, conflicts included."
          : "Looking for conflicts…"}
    </p>
  );
}
