import type { LiveAnswer } from "./answer";

/** What exactly each number is. */
export function HowCounted({ answer }: { answer: LiveAnswer }) {
  return (
    <details className="live-how small">
      <summary>How this is counted</summary>
      <dl>
        <dt>Run</dt>
        <dd>
          One way of one person through the journey. It counts for the version it is on, or was on
          when it ended; here version {answer.version}.
        </dd>
        <dt>What happened</dt>
        <dd>
          Passages, messages, goals and ends by the moment they happened, whenever the run began.
          The figures above are the sums over the nodes.
        </dd>
        <dt>Who entered</dt>
        <dd>
          The runs that began in the period, and what has become of them until now: entered =
          reached the goal + inside + left without it.
        </dd>
        <dt>Stopped</dt>
        <dd>
          Messages that weren’t sent when they were asked, once for each reason. One that waited may
          have gone out later, so it can be among the sent, too.
        </dd>
        <dt>Where people leave</dt>
        <dd>
          Runs that ended at a node without the goal. Heat compares each node with the worst one.
        </dd>
      </dl>
    </details>
  );
}
