// What pages need beyond htmx: nothing here is required for reading or entering.

// A form is sent once: its buttons rest until the answer comes.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  for (const button of event.target.querySelectorAll("button:not([type=button])")) {
    setTimeout(() => (button.disabled = true));
    if (button.dataset.busy) [button.textContent, button.dataset.rest] = [button.dataset.busy, button.textContent];
    // A download leaves the page as it is.
    if ("stays" in event.target.dataset) setTimeout(() => (button.disabled = false), 5000);
  }
});

// Only what has a printer in mind needs JavaScript: the browser's own menu prints as well.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) print();
});

// What is to be kept elsewhere is copied by a press; without JavaScript it is selected and copied by hand.
const showCopying = () => document.querySelectorAll("[data-copies][hidden]").forEach((each) => (each.hidden = false));
showCopying();
document.addEventListener("htmx:afterSettle", showCopying);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copies);
  source.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(source.value);
  else document.execCommand("copy"); // the site is reached without https
  button.textContent = "已复制";
});

// Coming back by the browser's arrow, buttons work again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button:disabled")) {
    button.disabled = false;
    if (button.dataset.rest) button.textContent = button.dataset.rest;
  }
});

// Filters apply as soon as they change; without JavaScript the button does it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply-on-change]");
  if (form) form.requestSubmit();
});

// A shared address names only the filters that are set.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  for (const [name, value] of [...event.detail.formData]) if (value === "") event.detail.formData.delete(name);
});

// Leafing through a list, one begins at the first row of the other page: by eye, by keyboard and for a screen reader.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.requestConfig?.elt.closest(".pager")) return;
  const list = event.target.closest("#results, .panel");
  const first = list?.querySelector("tbody tr, .deck > *, .timeline > li, .reminders > li, .group-list > li");
  if (!first) return;
  list.scrollIntoView();
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
});

// What is ticked is kept at once, and counted where one sees it.
document.addEventListener("change", (event) => {
  if (!event.target.matches(".tick-box input")) return;
  const count = document.querySelector("[data-ticked]");
  count.dataset.ticked = Number(count.dataset.ticked) + (event.target.checked ? 1 : -1);
  count.textContent = count.dataset.ticked;
});
