import type { Json } from "../model/document";
import { audienceWords, shareOf } from "./audienceWords";
import { useAudience } from "./useAudience";

interface Props {
  readonly condition: Json | undefined;
  readonly event: string;
  readonly entry: string;
  readonly label: string;
}

/** How many people, or events, the condition holds for now. */
export function AudienceLine({ condition, event, entry, label }: Props) {
  const counted = useAudience(condition, event, entry);
  if (counted === "wrong") return null;
  if (counted === "asked") return <p className="cond-audience muted">Counting…</p>;
  if (counted === "away") {
    return (
      <p className="cond-audience muted">Nobody could be counted: the server didn’t answer.</p>
    );
  }
  const share = shareOf(counted);
  return (
    <div className="cond-audience" aria-live="polite" aria-label={`Now: ${label}`}>
      <p>{audienceWords(counted, event || entry)}</p>
      {counted.counts === "nothing" || counted.of === 0 ? null : (
        <div className="cond-share" aria-hidden="true">
          <i style={{ width: `${Math.max(share > 0 ? 1 : 0, share * 100)}%` }} />
        </div>
      )}
    </div>
  );
}
