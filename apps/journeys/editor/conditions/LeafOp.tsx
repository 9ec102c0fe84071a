import type { Op } from "./condition";
import { fittingOps, hasValue, kindOf, opOf, withOp, withValue } from "./leaf";
import type { LeafProps } from "./LeafSubject";
import { usePropertyOf } from "./usePropertyOf";
import { OP_WORDS } from "./words";

const COUNT_WORDS: { readonly [op in Op]?: string } = {
  eq: "exactly",
  gt: "more than",
  gte: "at least",
  lt: "fewer than",
  lte: "at most",
};
const LIST_WORDS: { readonly [op in Op]?: string } = { contains: "has" };
const DATE_WORDS: { readonly [op in Op]?: string } = {
  gt: "is after",
  gte: "is from",
  lt: "is before",
  lte: "is up to",
};

/** How it is compared: only what makes sense, and what stands there already. */
export function LeafOp({ leaf, context, onChange, wrong }: LeafProps) {
  const property = usePropertyOf(leaf, context);
  const kind = kindOf(leaf);
  const op = opOf(leaf);
  const fitting = fittingOps(kind, property?.kind ?? "");
  const offered = fitting.includes(op) ? fitting : [op, ...fitting];
  const words = { ...OP_WORDS, ...wordsOf(kind, property?.kind ?? "") };
  if (kind === "done" && typeof leaf.value === "boolean" && (op === "eq" || op === "ne")) {
    const done = leaf.value === (op === "eq");
    return (
      <select
        aria-label="Whether it is done"
        className="cond-op cond-wide"
        value={String(done)}
        disabled={context.readOnly}
        onChange={(event) => onChange(withValue(withOp(leaf, "eq"), event.target.value === "true"))}
      >
        <option value="true">has been done</option>
        <option value="false">has not been done</option>
      </select>
    );
  }
  return (
    <select
      aria-label="How it is compared"
      aria-invalid={wrong === "op" || undefined}
      className={hasValue(op) ? "cond-op" : "cond-op cond-wide"}
      value={op}
      disabled={context.readOnly}
      onChange={(event) => onChange(withOp(leaf, event.target.value as Op))}
    >
      {offered.map((one) => (
        <option key={one} value={one}>
          {words[one]}
        </option>
      ))}
    </select>
  );
}

function wordsOf(leaf: string, kind: string): { readonly [op in Op]?: string } {
  if (leaf === "count") return COUNT_WORDS;
  if (kind === "date") return DATE_WORDS;
  return kind === "list" ? LIST_WORDS : {};
}
