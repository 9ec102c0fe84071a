import { useEffect, useState } from "react";
import { get } from "../api";
import { useEditor } from "../store";

interface Holdout {
  readonly key: string;
  readonly name: string;
  readonly share: number;
  readonly scope: "everything" | "tier" | "journeys";
  readonly values: readonly string[];
  readonly sentence: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

/** The holdouts that keep people from this journey's messages, so that its effect can be told. */
export function Holdouts() {
  const journey = useEditor((state) => state.page.key);
  const tier = useEditor((state) => state.history.now.document.tier ?? "");
  const [all, setAll] = useState<readonly Holdout[] | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    get<{ results: readonly Holdout[] }>("/api/holdouts/?limit=500", ended.signal).then(
      ({ results }) => setAll(results),
      () => undefined,
    );
    return () => ended.abort();
  }, []);
  const mine = (all ?? []).filter((one) => one.ended_at === null && covers(one, journey, tier));
  return (
    <section className="insp-section">
      <h3>Holdouts</h3>
      {mine.map((holdout) => (
        <p key={holdout.key} className="insp-end">
          <a href={`/holdouts/${holdout.key}/`}>{holdout.name}</a>{" "}
          <span className="muted small">
            {Math.round(holdout.share * 1000) / 10} % get nothing
            {holdout.started_at ? "" : "; not started yet"}
          </span>
        </p>
      ))}
      {all && mine.length === 0 ? (
        <p className="muted small">
          None: its effect can’t be told from what would have happened anyway.{" "}
          <a href="/holdouts/new/">New holdout</a>
        </p>
      ) : null}
    </section>
  );
}

function covers({ scope, values }: Holdout, journey: string, tier: string): boolean {
  if (scope === "journeys") return values.includes(journey);
  return scope === "everything" || values.includes(tier);
}
