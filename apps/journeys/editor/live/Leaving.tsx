import { sentenceOf } from "../nodes";
import { Icon } from "../parts/Icon";
import { useDocument } from "../store";
import type { LiveAnswer } from "./answer";
import { hasGoal, leaving } from "./leaving";
import { useLive } from "./liveStore";
import { look } from "./look";
import { count, share } from "./words";

const SHOWN = 6;

/** The nodes where runs end without the goal, the most first; a click goes there. */
export function Leaving({ answer }: { answer: LiveAnswer }) {
  const document = useDocument();
  const heat = useLive((state) => state.heat);
  const showHeat = useLive((state) => state.showHeat);
  const rows = leaving(document, answer);
  const all = rows.reduce((total, { left }) => total + left, 0);
  return (
    <section aria-labelledby="live-leaving">
      <div className="spread">
        <h2 id="live-leaving">Where people leave</h2>
        <label className="check small">
          <input
            type="checkbox"
            checked={heat}
            onChange={(event) => showHeat(event.target.checked)}
          />
          Show heat
        </label>
      </div>
      {rows.length === 0 ? (
        <p className="muted">
          {hasGoal(document)
            ? "Nobody left without the goal."
            : "Nobody left before an exit. Without a goal, the exits are where a run is meant to end."}
        </p>
      ) : (
        <ul className="live-bars">
          {rows.slice(0, SHOWN).map(({ node, left, share: part, ofThoseWhoCame }) => (
            <li key={node.key}>
              <button
                type="button"
                onClick={() => look(node.key)}
                title={`${count(left)} of ${count(all)} who left without the goal left here: ${share(left, all)}. Of those who came here, ${Math.round(100 * ofThoseWhoCame)} % left.`}
              >
                <Icon name={node.type} size={15} />
                <span className="live-name">{sentenceOf(node).what}</span>
                <span className="num">
                  {count(left)} <span className="muted">{share(left, all)}</span>
                </span>
                <span className="live-bar live-bar-heat">
                  <i style={{ width: `${100 * part}%` }} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {rows.length > SHOWN ? (
        <p className="small muted">and {rows.length - SHOWN} more nodes</p>
      ) : null}
    </section>
  );
}
