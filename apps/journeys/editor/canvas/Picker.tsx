import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { fitting } from "../model/search";
import { Icon } from "../parts/Icon";
import type { Anchor } from "./state";

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: string;
  /** A heading above the first option of each group. */
  readonly group?: string;
  readonly group_colour?: string;
  /** Found by these words, too. */
  readonly words?: string;
}

interface Props {
  readonly title: string;
  readonly placeholder: string;
  readonly options: readonly Option[];
  /** Without one it stands at the top, in the middle. */
  readonly anchor?: Anchor | undefined;
  readonly nothing: string;
  onPick(option: Option): void;
  onClose(): void;
}

const WIDTH = 320;
const HEIGHT = 400;

/** A dialog with a list: type to filter, arrows to choose, Enter takes. */
export function Picker(props: Props) {
  const { options, onPick, onClose } = props;
  const id = useId();
  const dialog = useModal(onClose);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const found = typed.trim()
    ? fitting(options, typed, (one) => [
        one.label,
        one.words ?? "",
        one.hint ?? "",
        one.group ?? "",
      ])
    : options;
  const at = Math.min(active, found.length - 1);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      const next = at + step;
      const around =
        Math.abs(step) === 1 ? (next + found.length) % Math.max(1, found.length) : next;
      setActive(Math.max(0, Math.min(found.length - 1, around)));
    } else if (event.key === "Enter" && found[at]) {
      event.preventDefault();
      onPick(found[at]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className={props.anchor ? "picker" : "picker picker-middle"}
      style={placeOf(props.anchor)}
      aria-label={props.title}
    >
      <div className="picker-field">
        <Icon name="search" />
        <input
          type="search"
          role="combobox"
          aria-label={props.title}
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${id}${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={props.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul className="picker-list" role="listbox" id={`${id}list`} aria-label={props.title}>
        {found.map((option, index) => (
          <Row
            key={option.id}
            option={option}
            id={`${id}${index}`}
            active={index === at}
            heading={typed.trim() === "" && option.group !== found[index - 1]?.group}
            onPick={() => onPick(option)}
            onPoint={() => setActive(index)}
          />
        ))}
      </ul>
      {found.length === 0 ? <p className="picker-nothing muted">{props.nothing}</p> : null}
    </dialog>
  );
}

interface RowProps {
  readonly option: Option;
  readonly id: string;
  readonly active: boolean;
  readonly heading: boolean;
  onPick(): void;
  onPoint(): void;
}

function Row({ option, id, active, heading, onPick, onPoint }: RowProps) {
  return (
    <>
      {heading && option.group ? (
        <li className="picker-group" role="presentation">
          {option.group}
        </li>
      ) : null}
      <li
        id={id}
        role="option"
        aria-selected={active}
        aria-label={option.hint ? `${option.label}: ${option.hint}` : option.label}
        className={`picker-option ${option.group_colour ?? ""}`}
        title={option.hint}
        onClick={onPick}
        onPointerMove={active ? undefined : onPoint}
      >
        {option.icon ? (
          <span className="step-icon step-icon-small">
            <Icon name={option.icon} size={15} />
          </span>
        ) : null}
        <span className="picker-words">
          <span className="picker-label">{option.label}</span>
          {option.hint ? <span className="picker-hint">{option.hint}</span> : null}
        </span>
      </li>
    </>
  );
}

/** A modal dialog: it keeps the focus, gives it back, and ends by Escape or a click beside it. */
export function useModal(onClose: () => void): React.RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  const end = useRef(onClose);
  end.current = onClose;
  // Before the next frame, so that whoever closed it may say where the focus goes.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const onCancel = (event: Event): void => {
      event.preventDefault();
      end.current();
    };
    const onDown = (event: PointerEvent): void => {
      if (event.target === dialog && !inside(dialog, event)) end.current();
    };
    dialog.addEventListener("cancel", onCancel);
    dialog.addEventListener("pointerdown", onDown);
    if (!dialog.open) dialog.showModal();
    return () => {
      dialog.removeEventListener("cancel", onCancel);
      dialog.removeEventListener("pointerdown", onDown);
      dialog.close();
    };
  }, []);
  return ref;
}

function inside(dialog: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}

/** Beside the anchor, and within the window. */
function placeOf(anchor: Anchor | undefined): React.CSSProperties | undefined {
  if (!anchor) return undefined;
  const left = Math.max(8, Math.min(anchor.x, window.innerWidth - WIDTH - 12));
  const top = Math.max(8, Math.min(anchor.y, window.innerHeight - HEIGHT - 12));
  return { left, top };
}
