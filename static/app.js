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

// A form of a record keeps what was typed in this tab until it has arrived, and goes again when the connection is back.
// Its token makes a second arrival harmless. Numbers of people are not kept, and signing out forgets everything.
const draftOf = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
const kept = (field) => field.name && !["hidden", "password", "file"].includes(field.type) && !field.closest("[data-private]");

addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  const fields = [...form.elements].filter((field) => kept(field) && (field.type !== "radio" || field.checked));
  sessionStorage.setItem(draftOf(form), JSON.stringify(fields.map((field) => [field.name, field.value])));
});

function restore() {
  if (document.querySelector(".sign-in")) sessionStorage.clear();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const draft = sessionStorage.getItem(draftOf(form));
    if (!draft || form.querySelector("[role=alert]")) continue;
    for (const [name, value] of JSON.parse(draft)) if (form.elements[name]) form.elements[name].value = value;
    tell(form, "已恢复上次没有交上去的内容，请核对后保存。");
  }
}

function tell(form, text) {
  const note = form.querySelector(".draft-note") ?? form.insertBefore(document.createElement("p"), form.firstChild);
  note.className = "notice draft-note";
  note.setAttribute("role", "status");
  note.textContent = text;
}

for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, (event) => {
    const form = event.target.closest?.("form");
    if (!form) return;
    if (!("draft" in form.dataset)) return tell(form, "网络断了，这一下没有记上，恢复后请再点一次。");
    tell(form, "网络断了，填的内容都还在。恢复后会自动再交，不会重复登记。");
    clearTimeout(form.again);
    form.again = setTimeout(() => form.isConnected && navigator.onLine && form.requestSubmit(), 10000);
    addEventListener("online", () => form.isConnected && form.requestSubmit(), { once: true });
  });
}

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const form = event.detail.elt.closest?.("form[data-draft]");
  if (form && new URL(event.detail.xhr.responseURL).pathname !== location.pathname) sessionStorage.removeItem(draftOf(form));
});

document.addEventListener("htmx:afterSettle", (event) => event.detail.target === document.body && restore());
restore();
