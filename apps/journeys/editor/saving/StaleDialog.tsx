import { useLayoutEffect, useMemo, useRef } from "react";
import { useEditor } from "../store";
import { Changes } from "./Changes";
import { merge } from "./merge";
import { capital } from "./saying";
import { abandon, ancestor, keepMine, nameOf, takeBoth, takeTheirs, wayOut } from "./session";
import { clock } from "./times";
import type { Now, Theirs } from "./work";

/** Somebody else saved first: who, when and what, and what becomes of both. */
export function StaleDialog({ now }: { now: Now }) {
  const frame = useRef<HTMLDialogElement>(null);
  // Closed while it is still there, it gives the focus back.
  useLayoutEffect(() => {
    const dialog = frame.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={frame}
      className="stale"
      aria-labelledby="stale-title"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {now.theirs ? <Both now={now} theirs={now.theirs} /> : <Gone now={now} />}
    </dialog>
  );
}

function Both({ now, theirs }: { now: Now; theirs: Theirs }) {
  const zone = useEditor((state) => state.page.zone);
  const mine = useEditor((state) => state.history.now);
  const base = useMemo(ancestor, []);
  const { work, collisions } = useMemo(() => merge(base, mine, theirs.work), [base, mine, theirs]);
  const who = nameOf(theirs);
  return (
    <>
      <h2 id="stale-title">
        {capital(who)} saved this draft at {clock(theirs.at, zone)}
      </h2>
      <p className="muted">
        {work
          ? "You both changed it, in different places. Nothing of yours is lost: choose what the draft is to be."
          : `You both changed the same${place(collisions)}. Nothing is lost: choose what the draft is to be.`}
      </p>
      <div className="stale-sides">
        <section aria-label={`What ${who} changed`}>
          <h3>What {who} changed</h3>
          <Changes before={base} after={theirs.work} none="Nothing that differs." covered />
        </section>
        <section aria-label="What you changed">
          <h3>What you changed</h3>
          <Changes before={base} after={mine} none="Nothing that differs." covered />
        </section>
      </div>
      <div className="stale-choices">
        {work ? (
          <button type="button" className="btn btn-primary" onClick={() => takeBoth(theirs)}>
            Take both
          </button>
        ) : null}
        <button
          type="button"
          className={work ? "btn" : "btn btn-primary"}
          onClick={() => takeTheirs(theirs, `Take what ${who} saved`)}
        >
          Take theirs
        </button>
        <button type="button" className="btn" onClick={() => keepMine(now)}>
          Keep mine
        </button>
        <p className="small muted">
          Taking theirs can be undone. Keeping yours saves over{" "}
          {who === "your other window" ? "it" : "theirs"}.
        </p>
      </div>
    </>
  );
}

function Gone({ now }: { now: Now }) {
  const page = useEditor((state) => state.page);
  const title = now.undrawable ? "Somebody saved a draft that no canvas can show" : wayOut(now);
  return (
    <>
      <h2 id="stale-title">{title}</h2>
      <p className="muted">
        What you changed since is not saved. Keep it {now.undrawable ? "instead" : "as a new draft"}
        , or leave it and look at what is there now.
      </p>
      <div className="stale-choices">
        <button type="button" className="btn btn-primary" onClick={() => keepMine(now)}>
          Keep mine
        </button>
        <a
          className="btn"
          href={now.undrawable ? page.urls.json : page.urls.list}
          onClick={abandon}
        >
          Leave it
        </a>
      </div>
    </>
  );
}

function place(collisions: readonly string[]): string {
  const { nodes } = useEditor.getState().history.now.document;
  const names = collisions.map((key) => {
    const node = nodes.find((one) => one.key === key);
    return node ? `“${node.name || node.key}”` : key.replace("_", " ");
  });
  return names.length ? `: ${names.slice(0, 3).join(", ")}` : "";
}
