import { Icon } from "../parts/Icon";

interface ToolProps {
  readonly icon: string;
  readonly label: string;
  /** As `aria-keyshortcuts` writes it. */
  readonly keys: string;
  readonly off?: boolean;
  onClick(): void;
}

/** Stays focusable when there is nothing to do, so that the focus isn't lost after the last undo. */
export function Tool({ icon, label, keys, off = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="tool"
      title={`${label} (${keys.replace("Control", "Ctrl").replaceAll("+", " ").trim() || "+"})`}
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-disabled={off || undefined}
      onClick={off ? undefined : onClick}
    >
      <Icon name={icon} size={17} />
    </button>
  );
}
