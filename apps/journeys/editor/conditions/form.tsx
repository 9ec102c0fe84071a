import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { FormCondition } from "./FormCondition";

/*
 * Puts the builder over every `<textarea data-condition-field>`, which goes on being what is sent.
 * Without this script the condition is written there as text.
 */
function mount(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("[data-condition-field]")) {
    if (field.dataset.mounted) continue;
    field.dataset.mounted = "yes";
    const place = document.createElement("div");
    field.after(place);
    createRoot(place).render(
      <StrictMode>
        <FormCondition field={field} />
      </StrictMode>,
    );
  }
}

mount();
