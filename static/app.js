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
