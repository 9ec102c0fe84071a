import { useEditor } from "../store";
import type { OverlayLine } from "../overlay";

/** The corner's figure of what is laid over the drawing. */
export function OverlayBadge({ line }: { line: OverlayLine }) {
  return <Line line={line} className={`step-badge tone-${line.tone ?? "plain"}`} />;
}

export function OverlayLines({ lines }: { lines: readonly OverlayLine[] }) {
  const kind = useEditor((state) => state.overlay?.kind);
  return (
    <span className={`step-lines step-lines-${kind ?? "live"}`}>
      {lines.map((line, index) => (
        <Line key={index} line={line} className={`step-line tone-${line.tone ?? "plain"}`} />
      ))}
    </span>
  );
}

function Line({ line, className }: { line: OverlayLine; className: string }) {
  const said = line.label ? { "aria-label": line.label, title: line.label } : {};
  return line.href ? (
    <a className={`${className} nodrag`} href={line.href} {...said}>
      {line.text}
    </a>
  ) : (
    <span className={className} {...(line.label ? { title: line.label } : {})}>
      {line.text}
    </span>
  );
}
