import "./live.css";
import { useDocument, useEditor } from "../store";
import type { LiveAnswer } from "./answer";
import { AsOf } from "./AsOf";
import { Funnel } from "./Funnel";
import { HowCounted } from "./HowCounted";
import { Leaving } from "./Leaving";
import { useLive } from "./liveStore";
import { NobodyYet } from "./NobodyYet";
import { PeriodSwitch } from "./PeriodSwitch";
import type { Period } from "./period";
import { SelectedNode } from "./SelectedNode";
import { Stopped } from "./Stopped";
import { Totals } from "./Totals";

/** What people do in the version that is shown, over a period; it refreshes by itself. */
export function LivePanel() {
  const answer = useLive((state) => state.answer);
  const answered = useLive((state) => state.answered);
  return (
    <div className="live">
      <PeriodSwitch />
      <AsOf />
      {answer && answered ? <Numbers answer={answer} period={answered} /> : <Waiting />}
    </div>
  );
}

function Numbers({ answer, period }: { answer: LiveAnswer; period: Period }) {
  const document = useDocument();
  const selected = useEditor((state) => state.selected);
  const [key] = selected;
  const node = selected.size === 1 ? document.nodes.find((one) => one.key === key) : undefined;
  const { totals } = answer;
  if (!totals.entered.runs && !totals.inside && Object.keys(answer.nodes).length === 0) {
    return <NobodyYet period={period} />;
  }
  return (
    <>
      {node ? <SelectedNode node={node} answer={answer} period={period} /> : null}
      <Totals answer={answer} period={period} />
      <Funnel entered={totals.entered} period={period} />
      <Leaving answer={answer} />
      <Stopped answer={answer} period={period} />
      <HowCounted answer={answer} />
    </>
  );
}

function Waiting() {
  const failed = useLive((state) => state.failed);
  return failed ? null : <p className="muted">Counting…</p>;
}
