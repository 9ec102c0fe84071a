import type { ReactNode } from "react";
import { useEditor } from "../store";
import { Section } from "./Section";
import type { Matter, Place } from "./words";

interface MattersProps {
  readonly title: string;
  readonly tone: "bad" | "waits";
  readonly matters: readonly Matter[];
  readonly children: ReactNode;
}

/** Problems of the drawing: where, and what mends it. */
export function Matters({ title, tone, matters, children }: MattersProps) {
  return (
    <Section title={title} tone={tone} count={matters.length} about={children}>
      {matters.map((matter, index) => (
        <li key={index} className={`problem problem-${tone}`}>
          {matter.places.map((place) => (
            <JumpTo key={`${place.node}\n${place.field}`} place={place} />
          ))}
          <p>{matter.remedy}</p>
        </li>
      ))}
    </Section>
  );
}

function JumpTo({ place }: { place: Place }) {
  const jumpTo = useEditor((state) => state.jumpTo);
  return (
    <button
      type="button"
      className="problem-place"
      title="Go there"
      onClick={() => jumpTo(place.node, place.field || undefined)}
    >
      <b>{place.says}</b>
      {place.label ? <span className="muted"> {place.label}</span> : null}
    </button>
  );
}
