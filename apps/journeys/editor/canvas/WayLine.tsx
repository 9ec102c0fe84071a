import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { nodeOf } from "../model/document";
import { pathOf } from "../model/routes";
import { titleOf } from "../model/titles";
import { useEditor, useIsReadOnly } from "../store";
import type { CanvasEdge } from "./drawn";
import { open, useCanvas } from "./state";

/** A way from a port to a node, with its words, its share of people, and a place to insert. */
export const WayLine = memo(function WayLine(props: EdgeProps<CanvasEdge>) {
  const { id, source, target, data, selected, sourceX, sourceY, targetX, targetY } = props;
  const overlay = useEditor((state) => state.overlay?.edges[id]);
  const dimmed = useEditor(
    (state) => state.overlay?.kind === "try" && !state.overlay.edges[id]?.lit,
  );
  const over = useCanvas((state) => state.overWay === id);
  const reading = useIsReadOnly();
  const { d, middle } = pathOf([sourceX, sourceY], [targetX, targetY], data?.route ?? {});
  const classes = ["way"];
  if (selected) classes.push("way-selected");
  if (overlay?.lit) classes.push("way-lit");
  if (dimmed) classes.push("way-dimmed");
  if (over) classes.push("way-over");
  const [x, y] = middle;
  const words = data?.words ?? "";
  return (
    <g className={classes.join(" ")}>
      <BaseEdge path={d} interactionWidth={26} markerEnd="url(#way-end)" />
      {words ? (
        <text className="way-words" x={x} y={y - 16} textAnchor="middle">
          {words}
        </text>
      ) : null}
      {overlay?.label ? <Share x={x} y={y} label={overlay.label} href={overlay.href} /> : null}
      {reading || overlay?.label ? null : (
        <Plus
          id={id}
          from={source}
          to={target}
          port={data?.port ?? "next"}
          words={words}
          x={x}
          y={y}
        />
      )}
    </g>
  );
});

interface PlusProps {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly words: string;
  readonly x: number;
  readonly y: number;
}

/** Inserts into the way; drawn in the line's own picture, so that pointing at the line shows it. */
function Plus({ id, from, to, port, words, x, y }: PlusProps) {
  const label = useEditor((state) => {
    const { document } = state.history.now;
    const [start, end] = [nodeOf(document, from), nodeOf(document, to)];
    const by = words ? ` by “${words}”` : "";
    return `Way from ${start ? titleOf(start).what : from}${by} to ${end ? titleOf(end).what : to}: insert a node`;
  });
  const insert = (element: Element): void => {
    const box = element.getBoundingClientRect();
    open({
      kind: "add",
      after: { from, port },
      anchor: { x: box.right + 6, y: box.top },
    });
  };
  return (
    <g
      className="plus"
      role="button"
      tabIndex={-1}
      aria-label={label}
      data-way={id}
      transform={`translate(${x} ${y})`}
      onClick={(event) => {
        event.stopPropagation();
        insert(event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        insert(event.currentTarget);
      }}
    >
      <title>Insert a node here</title>
      <circle r="11" />
      <path d="M-4.5 0h9M0-4.5v9" />
    </g>
  );
}

function Share({
  x,
  y,
  label,
  href,
}: {
  x: number;
  y: number;
  label: string;
  href: string | undefined;
}) {
  const text = (
    <text className="way-share" x={x} y={y + 4} textAnchor="middle">
      {label}
    </text>
  );
  return href ? (
    <a href={href} className="nopan">
      {text}
    </a>
  ) : (
    text
  );
}

/** The arrow's head, once for all ways. */
export function ArrowHead() {
  return (
    <svg className="way-markers" aria-hidden="true">
      <defs>
        <marker
          id="way-end"
          viewBox="0 0 10 10"
          refX="8"
          refY="5"
          markerUnits="userSpaceOnUse"
          markerWidth="12"
          markerHeight="12"
          orient="auto-start-reverse"
        >
          <path d="M1.500 1.500 8 5l-6.500 3.500" />
        </marker>
      </defs>
    </svg>
  );
}
