// Keys: "/" looks something up, "?" shows what keys there are, arrows walk through what was found.

const TYPING = "input, textarea, select, [contenteditable]";
const box = () => [...document.querySelectorAll("[data-find]")].findLast((each) => each.checkVisibility());

function lookUp() {
  if (box()) box().select(), box().focus();
  else document.querySelector(".find-link")?.click();
}

const KEYS = {
  "/": lookUp,
  "?": () => document.getElementById("keys")?.showModal(),
  h: () => document.querySelector(".help-link")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return walk(event);
  if (event.target.matches(TYPING)) {
    if (event.key === "Escape" && event.target.matches("[data-find]")) event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]") || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

// From the box down into what was found, and up again into the box.
function walk(event) {
  const hits = [...document.querySelectorAll(".hits a")];
  const here = hits.indexOf(document.activeElement);
  const from = here >= 0 || event.target.matches("[data-find]") || event.target === document.body;
  if (!hits.length || !from) return;
  event.preventDefault();
  const next = here + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) box()?.focus();
  else hits[Math.min(next, hits.length - 1)].focus();
}
