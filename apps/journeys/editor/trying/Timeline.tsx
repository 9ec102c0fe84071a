import { useEffect, useRef } from "react";
import { nodeOf } from "../model/document";
import { titleOf } from "../model/titles";
import { useDocument } from "../store";
import type { Answer, Step } from "./answer";
import { StepDetails } from "./StepDetails";
import { gapBefore, toneOf } from "./told";
import { useTrial } from "./trial";
import { goTo } from "./useTrying";
import { clock, day } from "./zone";

/** The steps one below the other; arrow keys go from step to step. */
export function Timeline({ answer }: { readonly answer: Answer }) {
  const index = useTrial((state) => state.index);
  const list = useRef<HTMLOListElement>(null);
  const looked = useTrial((state) => state.looked);
  useEffect(() => {
    if (!looked) return;
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [looked]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const steps = answer.steps.length;
    const to = by ? index + by : { Home: 0, End: steps - 1 }[event.key];
    if (to === undefined || to < 0 || to >= steps) return;
    event.preventDefault();
    goTo(to);
    list.current?.querySelector<HTMLElement>(`[data-step="${to}"]`)?.focus();
  };
  return (
    <ol ref={list} className="try-steps" aria-label="Steps" onKeyDown={onKeyDown}>
      {answer.steps.map((step, at) => (
        <OneStep key={at} answer={answer} step={step} at={at} index={index} />
      ))}
    </ol>
  );
}

interface StepProps {
  readonly answer: Answer;
  readonly step: Step;
  readonly at: number;
  readonly index: number;
}

function OneStep({ answer, step, at, index }: StepProps) {
  const gap = gapBefore(answer.steps, at);
  const name = useNodeName(step);
  const before = answer.steps[at - 1];
  const sameDay = before && day(before.at, answer.zone) === day(step.at, answer.zone);
  const state = at === index ? "is-here" : at < index ? "is-past" : "is-to-come";
  return (
    <li className={`try-step try-tone-${toneOf(step)} ${state}${step.quiet ? " is-quiet" : ""}`}>
      {gap ? <p className="try-gap">{gap}</p> : null}
      <div className="try-step-body" aria-current={at === index ? "step" : undefined}>
        <button
          type="button"
          className="try-step-head"
          data-step={at}
          tabIndex={at === index ? 0 : -1}
          onClick={() => goTo(at)}
        >
          <span className="try-step-line">
            <span className="try-badge">{step.label}</span>
            {name ? <span className="try-node">{name}</span> : null}
            <time dateTime={step.at}>
              {sameDay
                ? clock(step.at, answer.zone)
                : `${day(step.at, answer.zone)}, ${clock(step.at, answer.zone)}`}
            </time>
          </span>
          <span className="try-says">{step.says}</span>
        </button>
        <StepDetails step={step} />
      </div>
    </li>
  );
}

/** What the node is called, where the sentence doesn't say so itself. */
function useNodeName(step: Step): string {
  const document = useDocument();
  const node = step.node ? nodeOf(document, step.node) : undefined;
  const name = node ? node.name || titleOf(node).what : "";
  return name && !step.says.includes(`“${name}”`) ? name : "";
}
