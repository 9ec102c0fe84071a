import { useEffect, useRef, useState } from "react";
import { QueryBuilder, type RuleGroupType } from "react-querybuilder";
import type { Json } from "../model/document";
import { same } from "../model/same";
import type { BuilderContext, Place } from "./context";
import { GroupView } from "./GroupView";
import { type ConditionGroup, fromQuery, toQuery } from "./query";
import { RuleView } from "./RuleView";
import { loadVocabulary } from "./vocabulary";
import "./conditions.css";

interface Props {
  readonly value: Json | undefined;
  readonly place: Place;
  readonly label: string;
  onChange(value: Json | undefined): void;
}

const FIELDS = [
  { name: "leaf", label: "Question" },
  { name: "text", label: "Kept as it is" },
];
const OPERATORS = [{ name: "is", label: "is" }];
const COMBINATORS = ["all", "any", "nall", "none"].map((name) => ({ name, label: name }));
const PARTS = { ruleGroup: GroupView, rule: RuleView };

/** Edits a condition as groups and questions; what was there stays as it was written. */
export function Builder({ value, place, label, onChange }: Props) {
  // The query goes on as it is edited, until the condition becomes another one from elsewhere.
  const [{ query, meant }, setState] = useState(() => ({ query: toQuery(value), meant: value }));
  const added = useRef("");
  useEffect(loadVocabulary, []);
  if (!same(meant, value)) setState({ query: toQuery(value), meant: value });
  const context: BuilderContext = { ...place, added };
  return (
    <div className="cond" role="group" aria-label={label}>
      <QueryBuilder
        query={query as unknown as RuleGroupType}
        onQueryChange={(next) => {
          const changed = next as unknown as ConditionGroup;
          const condition = fromQuery(changed);
          setState({ query: changed, meant: condition });
          if (!same(condition, value)) onChange(condition);
        }}
        fields={FIELDS}
        operators={OPERATORS}
        combinators={COMBINATORS}
        controlElements={PARTS}
        context={context}
        disabled={place.readOnly}
        enableMountQueryChange={false}
      />
    </div>
  );
}
