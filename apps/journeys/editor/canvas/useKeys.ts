import { useEffect } from "react";
import { useEditor, useIsReadOnly } from "../store";
import * as act from "./actions";
import { backToCanvas, onCanvasKey, onPageKey } from "./keys";
import { flowOf, useCanvas } from "./state";
import { middleOfView } from "./view";

/** Keys and the clipboard, for as long as the canvas is there. */
export function useKeys(): void {
  const reading = useIsReadOnly();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || inDialog(event)) return;
      if (event.key === "Escape" && isIn(event, ".editor-side")) return backToCanvas();
      if (isTyping(event) && !(isControl(event) && isStepKey(event))) return;
      const taken = onPageKey(event, reading) || (onCanvas(event) && onCanvasKey(event, reading));
      if (taken) event.preventDefault();
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (!onCanvas(event) || isTyping(event) || inDialog(event) || isReadingText()) return;
      const text = act.copy(useEditor.getState().selected);
      if (text === "") return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && !reading) act.remove(useEditor.getState().selected);
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (reading || !onCanvas(event) || isTyping(event) || inDialog(event)) return;
      event.preventDefault();
      act.paste(event.clipboardData?.getData("text/plain") ?? "", pointedAt());
    };
    const onPointer = (event: PointerEvent): void => {
      pointer = isIn(event, ".react-flow") ? { x: event.clientX, y: event.clientY } : null;
    };
    window.addEventListener("keydown", onKeyDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    window.addEventListener("pointermove", onPointer, { passive: true });
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
      window.removeEventListener("pointermove", onPointer);
    };
  }, [reading]);
}

let pointer: { x: number; y: number } | null = null;

/** Where the pointer is on the canvas, or else the middle of what is seen. */
function pointedAt(): readonly [number, number] {
  const flow = flowOf();
  if (!pointer || !flow) return middleOfView();
  const { x, y } = flow.screenToFlowPosition(pointer);
  return [x - 120, y - 40];
}

function isTyping(event: Event): boolean {
  const target = event.target as HTMLElement | null;
  return !!target?.closest?.("input, textarea, select, [contenteditable=true]");
}

/** Undo and redo: only texts have a history of their own. */
function isStepKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase());
}

function isControl(event: Event): boolean {
  return isIn(event, "select, input[type=radio], input[type=checkbox], input[type=range]");
}

/** A click beside a dialog's fields leaves the focus nowhere; its keys are still not the canvas's. */
function inDialog(event: Event): boolean {
  const isOpen = document.querySelector("dialog:modal") !== null;
  return isOpen || isIn(event, "dialog") || useCanvas.getState().dialog !== null;
}

/** With the focus nowhere, keys belong to the canvas; buttons on it keep those that press them. */
function onCanvas(event: Event): boolean {
  if (event.target === document.body) return true;
  const presses = event instanceof KeyboardEvent && (event.key === "Enter" || event.key === " ");
  return isIn(event, ".canvas") && !(presses && isIn(event, "button, a"));
}

/** Selected text is what people mean to copy. */
function isReadingText(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}

function isIn(event: Event, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}
