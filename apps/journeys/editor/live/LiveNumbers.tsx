import { useLiveNumbers } from "./useLiveNumbers";

/** Draws nothing: it keeps the live numbers on the canvas fresh, whichever panel is open. */
export function LiveNumbers() {
  useLiveNumbers();
  return null;
}
