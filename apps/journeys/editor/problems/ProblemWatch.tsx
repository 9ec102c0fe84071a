import { useEffect, useState } from "react";
import { useEditor, useIsReadOnly } from "../store";
import { useServerChecks } from "./serverChecks";
import { useProblems } from "./useProblems";
import { counted } from "./words";

/** How long the count has to stand still before it is said, in milliseconds. */
const CALM = 2000;

/** Always there: checks the journey while it is drawn, and says to screen readers what is found. */
export function ProblemWatch() {
  useProblems();
  const problems = useEditor((state) => state.problems.length);
  const warnings = useEditor((state) => state.warnings.length);
  const conflicts = useServerChecks((state) => state.findings.length);
  const reading = useIsReadOnly();
  const [said, say] = useState("");
  useEffect(() => {
    const wait = setTimeout(() => say(counted(problems, warnings, conflicts)), CALM);
    return () => clearTimeout(wait);
  }, [problems, warnings, conflicts]);
  return (
    <p className="visually-hidden" role="status">
      {reading ? "" : said}
    </p>
  );
}
