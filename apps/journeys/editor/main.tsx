import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { isDrawable } from "./model/document";
import { readPage } from "./page";
import { load } from "./store";
import "./editor.css";

const place = document.getElementById("editor");
if (place) {
  const page = readPage();
  if (isDrawable(page.document)) {
    load(page, page.document);
    createRoot(place).render(
      <StrictMode>
        <App />
      </StrictMode>,
    );
  } else {
    // The page itself says so, and leads to the document as text.
    place.hidden = true;
    document.getElementById("editor-undrawable")?.removeAttribute("hidden");
  }
}
