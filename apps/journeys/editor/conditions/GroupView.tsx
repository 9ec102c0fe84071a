import { useRef } from "react";
import type { RuleGroupProps } from "react-querybuilder";
import { Icon } from "../parts/Icon";
import type { BuilderContext } from "./context";
import { freshLeaf } from "./leaf";
import { type ConditionGroup, type ConditionPart, emptyGroup, isGroup, toRule } from "./query";

const DEEPEST = 4;
const JOINED = {
  all: { label: "all of these", word: "and" },
  any: { label: "any of these", word: "or" },
  none: { label: "none of these", word: "nor" },
  nall: { label: "not all of these", word: "and" },
};

/** The parts of a group with the word that joins them, and what can be added. */
export function GroupView(props: RuleGroupProps) {
  const { path, actions, schema } = props;
  const group = props.ruleGroup as unknown as ConditionGroup;
  const { readOnly, kinds, added } = props.context as BuilderContext;
  const adds = useRef<HTMLButtonElement>(null);
  const Group = schema.controls.ruleGroup;
  const Rule = schema.controls.rule;
  const inside = path.length > 0;
  const single = group.rules.length < 2;
  const add = (part: ConditionPart) => {
    added.current = (isGroup(part) ? part.rules[0] : part)?.id ?? "";
    if (isGroup(part)) actions.onGroupAdd(part as never, path);
    else actions.onRuleAdd(part as never, path);
  };
  const question = () => toRule(freshLeaf(kinds[0] ?? "trait"));
  const shared = { schema, actions, translations: props.translations, context: props.context };
  return (
    <div className={inside ? "cond-group cond-inside" : "cond-group"} data-part={group.id}>
      {inside || !single || group.combinator !== "all" ? (
        <div className="cond-head">
          <select
            aria-label="How these are joined"
            value={group.combinator}
            disabled={readOnly}
            onChange={(event) => actions.onPropChange("combinator", event.target.value, path)}
          >
            {Object.entries(JOINED).map(([combinator, { label }]) => (
              <option key={combinator} value={combinator}>
                {combinator === "nall" && single ? "not so" : label}
              </option>
            ))}
          </select>
          {inside && !readOnly ? (
            <button
              type="button"
              className="cond-remove"
              aria-label="Remove this group"
              onClick={() => actions.onGroupRemove(path)}
            >
              ×
            </button>
          ) : null}
        </div>
      ) : null}
      {group.rules.length === 0 && group.empty ? (
        <p className="hint">
          {group.combinator === "any" || group.combinator === "nall"
            ? "Empty: it holds for nobody."
            : "Empty: it holds for everybody."}
        </p>
      ) : null}
      {group.rules.map((part, index) => (
        <div key={part.id} className="cond-part">
          {index > 0 ? (
            <span className="cond-word">{JOINED[group.combinator]?.word ?? "and"}</span>
          ) : null}
          {isGroup(part) ? (
            <Group
              {...shared}
              id={part.id}
              path={[...path, index]}
              ruleGroup={part as never}
              disabled={readOnly}
            />
          ) : (
            <Rule
              {...shared}
              id={part.id}
              path={[...path, index]}
              rule={part as never}
              disabled={readOnly}
            />
          )}
        </div>
      ))}
      {readOnly ? null : (
        <div className="cond-add">
          <button type="button" ref={adds} onClick={() => add(question())} data-add>
            <Icon name="plus" size={13} /> Condition
          </button>
          {path.length < DEEPEST ? (
            <button
              type="button"
              onClick={() => add({ ...emptyGroup(), combinator: "any", rules: [question()] })}
            >
              <Icon name="plus" size={13} /> Group
            </button>
          ) : null}
        </div>
      )}
    </div>
  );
}
