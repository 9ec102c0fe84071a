import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { matching } from "./matching";
import "./combobox.css";

export interface Choice {
  readonly value: string;
  /** What is shown instead of the value. */
  readonly label?: string;
  /** What else is worth knowing, such as how often it was seen. */
  readonly note?: string;
}

interface Props {
  readonly value: string;
  readonly choices: readonly Choice[];
  onChange(value: string): void;
  /** Called for one of the choices, besides `onChange`. */
  onPick?(value: string): void;
  onLeave?(): void;
  onEnter?(): void;
  readonly label?: string;
  readonly id?: string;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly className?: string;
}

/** A text with suggestions: arrow keys choose, Enter takes; any other text may be typed, too. */
export function Combobox(props: Props) {
  const { value, choices, onChange, disabled } = props;
  const own = useId();
  const id = props.id ?? own;
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [active, setActive] = useState(-1);
  const found = open ? matching(choices, typed ? value : "") : [];
  const shows = open && found.length > 0;
  const pick = (choice: Choice) => {
    onChange(choice.value);
    props.onPick?.(choice.value);
    close();
  };
  const close = () => {
    setOpen(false);
    setTyped(false);
    setActive(-1);
  };
  const begin = (first: number) => {
    if (disabled) return;
    const standing = choices.findIndex((choice) => choice.value === value);
    setOpen(true);
    setActive(standing >= 0 ? standing : first);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shows) begin(0);
      else setActive(next(active, event.key === "ArrowDown" ? 1 : -1, found.length));
    } else if (event.key === "Enter") {
      const choice = shows ? found[active] : undefined;
      if (choice) pick(choice);
      else props.onEnter?.();
      // Enter chooses; it doesn't send the form that this may stand in.
      event.preventDefault();
    } else if (event.key === "Escape" && shows) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        className={props.className}
        value={value}
        disabled={disabled}
        placeholder={props.placeholder}
        aria-label={props.label}
        aria-expanded={shows}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shows && active >= 0 ? `${id}-${active}` : undefined}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onClick={() => begin(-1)}
        onChange={(event) => {
          setOpen(true);
          setTyped(true);
          setActive(-1);
          onChange(event.target.value);
        }}
        onBlur={() => {
          close();
          props.onLeave?.();
        }}
        onKeyDown={onKeyDown}
      />
      {shows ? (
        <Suggestions id={id} under={input} found={found} active={active} onPick={pick} />
      ) : null}
    </>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly under: React.RefObject<HTMLInputElement | null>;
  readonly found: readonly Choice[];
  readonly active: number;
  onPick(choice: Choice): void;
}

/** In the top layer, so that no panel cuts it off. */
function Suggestions({ id, under, found, active, onPick }: SuggestionsProps) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current?.showPopover();
    const follow = () => place(list.current, under.current);
    follow();
    window.addEventListener("scroll", follow, { capture: true, passive: true });
    window.addEventListener("resize", follow);
    return () => {
      window.removeEventListener("scroll", follow, { capture: true });
      window.removeEventListener("resize", follow);
    };
  }, [under]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <ul ref={list} id={`${id}-list`} role="listbox" popover="manual" className="combo-list">
      {found.map((choice, index) => (
        <li
          key={choice.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The text keeps the focus, so that leaving it means what it says.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
        >
          <span>{choice.label ?? choice.value}</span>
          {choice.note ? <small>{choice.note}</small> : null}
        </li>
      ))}
    </ul>
  );
}

function place(list: HTMLElement | null, input: HTMLElement | null): void {
  if (!list || !input) return;
  const { left, top, bottom, width } = input.getBoundingClientRect();
  const below = window.innerHeight - bottom;
  const above = below < 200 && top > below;
  list.style.left = `${left}px`;
  list.style.minWidth = `${width}px`;
  list.style.maxHeight = `${Math.min(320, (above ? top : below) - 12)}px`;
  list.style.top = above ? "auto" : `${bottom + 4}px`;
  list.style.bottom = above ? `${window.innerHeight - top + 4}px` : "auto";
}

function next(active: number, step: number, count: number): number {
  return active < 0 && step < 0 ? count - 1 : (active + step + count) % count;
}
