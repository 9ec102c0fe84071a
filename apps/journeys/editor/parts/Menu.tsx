import { useEffect, useRef, useState } from "react";

/** A line of a menu: a way, or something to do; null is a rule between two groups. */
export type MenuItem = {
  readonly label: string;
  readonly href?: string;
  readonly run?: () => void;
  readonly danger?: boolean;
  readonly download?: boolean;
} | null;

/** A button that opens a menu; arrow keys, Home, End and Escape work as everywhere. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    linesOf(frame.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const lines = linesOf(frame.current);
    const at = lines.indexOf(document.activeElement as HTMLElement);
    const to: { [key: string]: number } = {
      ArrowDown: (at + 1) % lines.length,
      ArrowUp: (at - 1 + lines.length) % lines.length,
      Home: 0,
      End: lines.length - 1,
    };
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (event.key in to) {
      event.preventDefault();
      lines[to[event.key]!]?.focus();
    }
  };
  return (
    <div className="more-menu" ref={frame}>
      <button
        ref={button}
        type="button"
        className="btn btn-small"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || open) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label}
        <span aria-hidden="true" className="more-mark" />
      </button>
      {open ? (
        <div className="more-items" role="menu" aria-label={label} onKeyDown={onKeyDown}>
          {items.map((item, index) =>
            item ? <Line key={item.label} item={item} done={close} /> : <hr key={index} />,
          )}
        </div>
      ) : null}
    </div>
  );
}

function Line({ item, done }: { item: NonNullable<MenuItem>; done: () => void }) {
  const look = item.danger ? "more-danger" : undefined;
  if (item.href) {
    const follow = (event: React.MouseEvent) => {
      if (item.run && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        item.run();
      }
      done();
    };
    return (
      <a role="menuitem" tabIndex={-1} className={look} href={item.href} onClick={follow}>
        {item.label}
      </a>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={look}
      onClick={() => {
        done();
        item.run?.();
      }}
    >
      {item.label}
    </button>
  );
}

function linesOf(frame: HTMLElement | null): HTMLElement[] {
  return [...(frame?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
