import { useEffect, useState } from "react";
import { useCanvas } from "./state";

const LONG = 3500;

/** What was just done: said to screen readers, and shown for a moment. */
export function Said() {
  const { text, at } = useCanvas((state) => state.said);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (at === 0) return;
    setShown(true);
    const timer = setTimeout(() => setShown(false), LONG);
    return () => clearTimeout(timer);
  }, [at]);
  return (
    <div className={shown ? "said said-shown" : "said"} role="status" aria-live="polite">
      {/* Anew each time: the same words twice are said twice. */}
      <span key={at}>{text}</span>
    </div>
  );
}
