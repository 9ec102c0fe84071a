import { useEffect, useRef } from "react";
import type { RuleProps } from "react-querybuilder";
import type { Fields, Json } from "../model/document";
import { isGiven } from "../nodes/reading";
import { check, KINDS, type LeafKind } from "./condition";
import type { BuilderContext } from "./context";
import { KIND_LABELS, kindOf, withKind } from "./leaf";
import { LeafOp } from "./LeafOp";
import { LeafSubject } from "./LeafSubject";
import { LeafValue } from "./LeafValue";
import type { ConditionRule } from "./query";
import { conditionWords } from "./words";

/** One question: what is asked, how it is compared, and with what. */
export function RuleView(props: RuleProps) {
  const { path, actions } = props;
  const { value, field, id } = props.rule as unknown as ConditionRule;
  const context = props.context as BuilderContext;
  const row = useRef<HTMLDivElement>(null);
  const { added } = context;
  useEffect(() => {
    if (added.current !== id) return;
    added.current = "";
    row.current?.querySelector<HTMLElement>("input, select:not(.cond-kind)")?.focus();
  }, [added, id]);
  const remove = () => {
    // The focus goes on to where the next one is added.
    row.current
      ?.closest(".cond-group")
      ?.querySelector<HTMLElement>(":scope > .cond-add > [data-add]")
      ?.focus();
    actions.onRuleRemove(path);
  };
  const removes = context.readOnly ? null : (
    <button
      type="button"
      className="cond-remove"
      aria-label="Remove this condition"
      onClick={remove}
    >
      ×
    </button>
  );
  if (field === "text") return <Kept value={value} removes={removes} />;
  const leaf = value as Fields;
  const change = (next: Fields) => actions.onPropChange("value", next, path);
  const wrong = wrongWith(leaf);
  const parts = { leaf, context, onChange: change, wrong: wrong?.field ?? "" };
  return (
    <div
      ref={row}
      className={wrong ? "cond-rule cond-wrong" : "cond-rule"}
      role="group"
      aria-label={conditionWords(leaf) || "New condition"}
      onBlur={context.onLeave}
    >
      <div className="cond-line">
        <KindSelect leaf={leaf} context={context} onChange={change} />
        {removes}
      </div>
      <div className="cond-line cond-parts">
        <LeafSubject {...parts} />
        <LeafOp {...parts} />
        <LeafValue {...parts} />
      </div>
      {wrong?.said ? <p className="error">{wrong.said}</p> : null}
    </div>
  );
}

interface KindProps {
  readonly leaf: Fields;
  readonly context: BuilderContext;
  onChange(leaf: Fields): void;
}

function KindSelect({ leaf, context, onChange }: KindProps) {
  const kind = kindOf(leaf);
  const offered = KINDS.filter((one) => one === kind || context.kinds.includes(one));
  return (
    <select
      className="cond-kind"
      aria-label="What is asked"
      value={kind}
      disabled={context.readOnly}
      onChange={(event) => onChange(withKind(leaf, event.target.value as LeafKind))}
    >
      {offered.map((one) => (
        <option key={one} value={one}>
          {KIND_LABELS[one]}
        </option>
      ))}
    </select>
  );
}

function Kept({ value, removes }: { value: Json; removes: React.ReactNode }) {
  const always = !isGiven(value);
  const [problem] = check(value, "", "");
  return (
    <div className="cond-rule cond-kept">
      <div className="cond-line">
        <span className="small muted">{always ? "Always so" : "Kept as it is written"}</span>
        {removes}
      </div>
      {always ? null : <pre className="code code-wrap">{JSON.stringify(value, null, 1)}</pre>}
      {problem ? <p className="error">{said(problem)}</p> : null}
    </div>
  );
}

/** What is missing; a new question that nobody has filled in yet is not scolded for it. */
function wrongWith(leaf: Fields): { field: string; said: string } | null {
  const [problem] = check(leaf, "", "");
  if (!leaf[kindOf(leaf)]) return { field: "key", said: "" };
  if (!problem && Array.isArray(leaf.value) && leaf.value.length === 0) {
    return { field: "value", said: "Say at least one value." };
  }
  if (!problem) return null;
  return { field: problem.field.replace(/^\./, ""), said: said(problem) };
}

function said({ code, remedy }: { code: string; remedy: string }): string {
  if (code === "missing") return "Say what to compare with.";
  return `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`;
}
