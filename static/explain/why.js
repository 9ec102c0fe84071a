// Copies the address, folds and unfolds all evidence, and prints. Without it, all of it still reads.
"use strict";

const folds = () => document.querySelectorAll(".why details");

async function copy(button) {
  const field = document.querySelector(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Not every address is a secure one, which the clipboard asks for.
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

function unfold(button) {
  const open = button.getAttribute("aria-pressed") !== "true";
  document.querySelectorAll(".why > .fold").forEach((fold) => (fold.open = open));
  button.setAttribute("aria-pressed", String(open));
  button.textContent = open ? "Fold all" : "Unfold all";
}

document.addEventListener("click", ({ target }) => {
  // A click whose second half belongs to the page before has the document for its target.
  const button = target instanceof Element && target.closest("[data-copy], [data-unfold]");
  if (button) (button.dataset.copy ? copy : unfold)(button);
});

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...folds()].filter((fold) => !fold.open);
  closed.forEach((fold) => (fold.open = true));
});
addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)));

// A link to a part that is folded opens it.
function show() {
  const part = document.getElementById(location.hash.slice(1));
  if (!(part instanceof Element)) return;
  part.closest("details")?.setAttribute("open", "");
  part.scrollIntoView();
}
addEventListener("hashchange", show);
show();

if (document.querySelector("[data-print]")) addEventListener("load", () => print());
