import { useDocument } from "../store";
import { type LiveAnswer, sum } from "./answer";
import { hasGoal } from "./leaving";
import { type Period, wordsOf } from "./period";
import { peopleUrl } from "./useLiveNumbers";
import { count } from "./words";

/** What happened in the period, in six figures. */
export function Totals({ answer, period }: { answer: LiveAnswer; period: Period }) {
  const document = useDocument();
  const { totals } = answer;
  const entry = document.nodes.find((node) => node.type === "entry")?.key;
  const goals = document.nodes.filter((node) => node.type === "goal");
  const link = (node: string | undefined, what: string) =>
    node === undefined ? undefined : peopleUrl(node, what, period);
  return (
    <section aria-labelledby="live-totals">
      <h2 id="live-totals">What happened {wordsOf(period)}</h2>
      <div className="live-tiles">
        <Tile
          n={totals.inside}
          label="inside now"
          title="Runs that are under way at this moment."
        />
        <Tile
          n={totals.entered.runs}
          label="entered"
          href={link(entry, "entered")}
          title="Runs of this version that began in the period."
        />
        {hasGoal(document) ? (
          <Tile
            n={totals.goals}
            label="reached goal"
            href={goals.length === 1 ? link(goals[0]?.key, "goals") : undefined}
            tone="sent"
            title="Runs that reached a goal in the period, also after they had left."
          />
        ) : null}
        <Tile
          n={sum(totals.left)}
          label="left"
          title="Runs that ended in the period, for whatever reason, the goal among them."
        />
        <Tile n={totals.sent} label="sent" title="Messages that went out in the period." />
        <Tile
          n={totals.held_out}
          label="held out"
          tone="held"
          title="Messages that people of a holdout would have got in the period."
        />
      </div>
      {totals.moved_in + totals.moved_away > 0 ? (
        <p className="small muted live-below">
          {count(totals.moved_in)} moved here from another version, {count(totals.moved_away)} moved
          away. They count where they are now.
        </p>
      ) : null}
    </section>
  );
}

interface TileProps {
  n: number;
  label: string;
  title: string;
  href?: string | undefined;
  tone?: "sent" | "held";
}

function Tile({ n, label, title, href, tone }: TileProps) {
  const inside = (
    <>
      <b className={tone && n > 0 ? `live-${tone}` : undefined}>{count(n)}</b>
      <span>{label}</span>
    </>
  );
  return href && n > 0 ? (
    <a className="live-tile" href={href} title={`${title} See who.`}>
      {inside}
    </a>
  ) : (
    <div className="live-tile" title={title}>
      {inside}
    </div>
  );
}
