import { useRef, useState } from "react";
import type { Json } from "../model/document";
import { isGiven } from "../nodes/reading";
import { AudienceLine } from "./AudienceLine";
import { Builder } from "./Builder";
import type { Place } from "./context";
import { constantOf } from "./constant";
import { conditionWords } from "./words";

interface Props {
  readonly value: Json | undefined;
  readonly place: Place;
  readonly label: string;
  /** What holds where nothing is asked: “Everybody who does this enters.” */
  readonly nothing: string;
  /** Said before the sentence: “Only if”. */
  readonly before?: string;
  onChange(value: Json | undefined): void;
}

/** A condition: how it reads, its groups and questions, and whom it holds for now. */
export function ConditionEditor(props: Props) {
  const { value, place, label } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [wide, setWide] = useState(false);
  const said = saidOf(value, props.before);
  const audience = (
    <AudienceLine condition={value} event={place.event} entry={place.entry} label={label} />
  );
  const sentence = (
    <p className={said ? "cond-said" : "cond-said muted"}>{said || props.nothing}</p>
  );
  const builder = <Builder value={value} place={place} label={label} onChange={props.onChange} />;
  return (
    <div className="cond-editor">
      {sentence}
      {wide ? null : builder}
      {isGiven(value) && !wide ? audience : null}
      {place.readOnly || !isGiven(value) ? null : (
        <button
          type="button"
          className="btn-link small cond-larger"
          onClick={() => {
            setWide(true);
            dialog.current?.showModal();
          }}
        >
          Edit in a larger window
        </button>
      )}
      <dialog
        ref={dialog}
        className="cond-dialog"
        aria-label={label}
        onClose={() => setWide(false)}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {wide ? (
          <>
            <header className="spread">
              <h2>{label}</h2>
              <button
                type="button"
                className="btn btn-small btn-primary"
                onClick={() => dialog.current?.close()}
              >
                Done
              </button>
            </header>
            {sentence}
            {builder}
            {audience}
          </>
        ) : null}
      </dialog>
    </div>
  );
}

/** "" where everybody passes. */
function saidOf(value: Json | undefined, before = ""): string {
  const constant = constantOf(value);
  if (constant !== null) return constant ? "" : "It never holds.";
  return `${before ? `${before} ` : ""}${conditionWords(value)}`;
}
