import { useEffect, useRef } from "react";
import { loadVocabulary } from "../conditions/vocabulary";
import { nodeOf } from "../model/document";
import { isNoteName, noteId } from "../model/notes";
import { useDocument, useEditor } from "../store";
import { EdgeInspector } from "./EdgeInspector";
import { JourneyInspector } from "./JourneyInspector";
import { NodeInspector } from "./NodeInspector";
import { NoteInspector } from "./NoteInspector";
import { SeveralInspector } from "./SeveralInspector";
import { reveal } from "./reveal";
import "./inspector.css";

/** The ask for a field that was answered last: coming back to this panel is none. */
let answered = 0;

/** The settings of what is selected; of the journey where nothing is. */
export function Inspector() {
  const place = useRef<HTMLDivElement>(null);
  const ask = useEditor((state) => state.focusField);
  useEffect(loadVocabulary, []);
  useEffect(() => {
    if (!ask || ask.at === answered) return undefined;
    // Conditions draw themselves a moment later than the form around them.
    const frame = requestAnimationFrame(() => {
      answered = ask.at;
      if (place.current) reveal(place.current, ask.field);
    });
    return () => cancelAnimationFrame(frame);
  }, [ask]);
  return (
    <div className="insp" ref={place}>
      <Selected />
    </div>
  );
}

function Selected() {
  const document = useDocument();
  const selected = useEditor((state) => state.selected);
  const edge = useEditor((state) => state.selectedEdge);
  const [only, ...others] = selected;
  if (edge) return <EdgeInspector key={edge} id={edge} />;
  if (only === undefined) return <JourneyInspector />;
  if (others.length > 0) return <SeveralInspector keys={[...selected]} />;
  if (isNoteName(only)) return <NoteInspector key={only} id={noteId(only)} />;
  const node = nodeOf(document, only);
  return node ? <NodeInspector key={only} node={node} /> : <JourneyInspector />;
}
