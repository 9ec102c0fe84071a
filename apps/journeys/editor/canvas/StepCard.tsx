import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect } from "react";
import { WIDE_PORT } from "../model/size";
import { CARD } from "../model/places";
import { labelOf, titleOf } from "../model/titles";
import { kindOf } from "../nodes";
import type { Port } from "../nodes/types";
import { Icon } from "../parts/Icon";
import { useEditor, useIsReadOnly } from "../store";
import { freePorts, type StepNode } from "./drawn";
import { problemsOn } from "./problemsOn";
import { anchorOf } from "./focus";
import { OverlayBadge, OverlayLines } from "./OverlayParts";
import { open, useCanvas } from "./state";

/** A node of the journey: what it does as a sentence, its ports, what is wrong, what is laid over it. */
export const StepCard = memo(function StepCard({ id, data, selected }: NodeProps<StepNode>) {
  const { node, ports } = data;
  const kind = kindOf(node.type);
  const title = titleOf(node);
  const label = labelOf(node.type);
  const problems = useEditor((state) => problemsOn(state, id));
  const overlay = useEditor((state) => state.overlay?.nodes[id]);
  const dimmed = useEditor((state) => state.overlay?.kind === "try" && !state.overlay.nodes[id]);
  const free = freePorts(data.free);
  const measure = useUpdateNodeInternals();
  const shape = ports.map((port) => port.key).join("\u0000");
  useEffect(() => measure(id), [id, shape, measure]);
  const words = [
    title.what,
    title.what === label ? "" : label,
    title.more,
    problems?.said,
    ...(overlay?.badge ? [overlay.badge.label ?? overlay.badge.text] : []),
    ports.length > 1 ? `Ports: ${ports.map((port) => saidPort(port, free)).join(", ")}` : "",
    ports.length === 1 && free.size === 1 ? "leads nowhere yet" : "",
    selected ? "selected" : "",
  ];
  const classes = [
    "step",
    `step-${kind ? node.type : "unknown"}`,
    `step-in-${kind?.group ?? "end"}`,
  ];
  if (selected) classes.push("step-selected");
  if (overlay?.lit) classes.push("step-lit");
  if (overlay?.current) classes.push("step-current");
  if (dimmed) classes.push("step-dimmed");
  const width = Math.max(CARD.width, ports.length * WIDE_PORT);
  return (
    <div
      className={classes.join(" ")}
      style={{
        width,
        ...(overlay?.heat ? { "--heat": `${Math.round(overlay.heat * 100)}%` } : {}),
      }}
      role="group"
      aria-roledescription="node"
      aria-label={words.filter(Boolean).join(". ")}
      data-card={id}
      data-type={node.type}
      data-heat={overlay?.heat ? "" : undefined}
      tabIndex={-1}
      onFocus={() => useCanvas.setState({ focused: id })}
    >
      <Handle
        id="in"
        type="target"
        position={Position.Top}
        isConnectable={node.type !== "entry"}
        isConnectableStart={false}
        className={node.type === "entry" ? "port-none" : "port-in"}
      />
      <span className="step-icon">
        <Icon name={kind ? node.type : "unknown"} size={18} />
      </span>
      <span className="step-words">
        <span className="step-what">{title.what}</span>
        <span className="step-more">{title.more || (title.what === label ? "" : label)}</span>
      </span>
      {problems ? (
        <span className={`step-problems step-problems-${problems.tone}`} title={problems.said}>
          {problems.count}
        </span>
      ) : null}
      {overlay?.badge ? <OverlayBadge line={overlay.badge} /> : null}
      {overlay?.lines ? <OverlayLines lines={overlay.lines} /> : null}
      <Ports node={id} ports={ports} free={free} />
    </div>
  );
});

function Ports({
  node,
  ports,
  free,
}: {
  node: string;
  ports: readonly Port[];
  free: ReadonlySet<string>;
}) {
  if (ports.length === 0) return null;
  return (
    <span className={ports.length > 1 ? "ports ports-named" : "ports"}>
      {ports.map((port) => (
        <span key={port.key} className="port">
          {ports.length > 1 ? (
            <span className="port-words" title={port.words}>
              {port.words}
            </span>
          ) : null}
          <Handle
            id={port.key}
            type="source"
            position={Position.Bottom}
            className="port-out"
            title="Drag to a node to connect"
          >
            {free.has(port.key) ? <Stub node={node} port={port} only={ports.length === 1} /> : null}
          </Handle>
        </span>
      ))}
    </span>
  );
}

/** A port that leads nowhere: a click appends there, a drag connects. */
function Stub({ node, port, only }: { node: string; port: Port; only: boolean }) {
  const reading = useIsReadOnly();
  if (reading) return null;
  const label = only ? "Add what comes next" : `Add what comes next for “${port.words}”`;
  return (
    <button
      type="button"
      className="stub"
      tabIndex={-1}
      aria-label={label}
      title={`${label}, or drag to a node`}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const anchor = box.width ? { x: box.right + 10, y: box.top } : anchorOf(node);
        open({ kind: "add", after: { from: node, port: port.key }, anchor });
      }}
    >
      <Icon name="plus" size={12} />
    </button>
  );
}

function saidPort(port: Port, free: ReadonlySet<string>): string {
  return free.has(port.key) ? `${port.words} (leads nowhere)` : port.words;
}
