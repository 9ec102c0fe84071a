import { useEditor } from "../store";
import { sentenceCase } from "./words";

/** What is about the node as a whole, not about a setting of it. */
const WHOLE = ["key", "type", "edges", "settings", ""];

/** What is wrong with a node where no field of its form shows it. */
export function OtherProblems({ node }: { node: string }) {
  const problems = useEditor((state) => state.problems);
  const warnings = useEditor((state) => state.warnings);
  const mine = (of: typeof problems) =>
    of.filter((one) => one.node === node && WHOLE.includes(one.field.split(".")[0] ?? ""));
  const wrong = mine(problems);
  const asks = mine(warnings);
  if (wrong.length + asks.length === 0) return null;
  return (
    <ul className="insp-problems">
      {[...wrong, ...asks].map((one) => (
        <li
          key={`${one.field} ${one.code} ${one.remedy}`}
          className={wrong.includes(one) ? "note note-bad" : "note note-warn"}
        >
          {sentenceCase(one.remedy)}
        </li>
      ))}
    </ul>
  );
}
