import { useEditor } from "../store";
import { useLive } from "./liveStore";
import { EVERY } from "./polling";

/** Of which moment the numbers are, and whether they go on being refreshed. */
export function AsOf() {
  const zone = useEditor((state) => state.page.zone);
  const asOf = useLive((state) => state.answer?.as_of);
  const failed = useLive((state) => state.failed);
  const paused = useLive((state) => state.paused);
  const pause = useLive((state) => state.pause);
  const at = asOf ? clock(asOf, zone) : "";
  return (
    <>
      <div className="live-as-of">
        <span className={paused || failed ? "live-dot live-dot-off" : "live-dot"} />
        <span className="small">
          {at ? (
            <>
              As of <time dateTime={asOf}>{at}</time>,{" "}
            </>
          ) : null}
          {paused ? "paused" : `refreshes every ${EVERY / 1000} s`}
        </span>
        <button type="button" className="btn btn-small" onClick={() => pause(!paused)}>
          {paused ? "Go on" : "Pause"}
        </button>
      </div>
      {failed ? (
        <p className="note note-warn small" role="status">
          {failed} {at ? `The numbers are those of ${at}. ` : ""}It is tried again by itself.
        </p>
      ) : null}
    </>
  );
}

function clock(moment: string, zone: string): string {
  return new Date(moment).toLocaleTimeString("en-GB", { timeZone: zone });
}
