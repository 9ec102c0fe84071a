import { useId } from "react";
import { useEditor } from "../../store";
import { useForm } from "../useForm";
import { problemsAt } from "../problemsAt";
import { remedyOf } from "../words";

/** What a control takes over so that its label, hint and problem belong to it. */
export interface Aria {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface Props {
  /** The path of the setting, such as “branches.0.when”. */
  readonly path: string;
  readonly label: string;
  readonly hint?: React.ReactNode;
  /** Several controls under one label. */
  readonly group?: boolean;
  /** Shows also what is wrong further inside, where no field of its own shows it. */
  readonly inside?: boolean;
  readonly children: (aria: Aria) => React.ReactNode;
}

/** A labelled setting with its hint and with what is wrong there. */
export function Field({ path, label, hint, group = false, inside = false, children }: Props) {
  const id = useId();
  const { node } = useForm();
  const problems = useEditor((state) => state.problems);
  const warnings = useEditor((state) => state.warnings);
  const wrong = problemsAt(problems, node, path, inside);
  const asks = problemsAt(warnings, node, path, inside);
  const said = [...wrong, ...asks];
  const aria: Aria = {
    id,
    "aria-describedby": said.length > 0 ? `${id}-wrong` : hint ? `${id}-hint` : undefined,
    "aria-invalid": wrong.length > 0 ? true : undefined,
  };
  const below = (
    <>
      {children(aria)}
      {said.length > 0 ? (
        <ul className="errorlist" id={`${id}-wrong`}>
          {said.map((problem) => (
            <li
              key={`${problem.field} ${problem.code}`}
              className={wrong.includes(problem) ? undefined : "asks"}
            >
              {remedyOf(problem)}
            </li>
          ))}
        </ul>
      ) : null}
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </>
  );
  return group ? (
    <fieldset className="field" data-field={path} aria-describedby={aria["aria-describedby"]}>
      <legend>{label}</legend>
      {below}
    </fieldset>
  ) : (
    <div className="field" data-field={path}>
      <label htmlFor={id}>{label}</label>
      {below}
    </div>
  );
}
