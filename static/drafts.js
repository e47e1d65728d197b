// What is typed into a form stays in this tab, under the name of who typed it, until it has arrived: over a lost
// connection, a page left by mistake, and a session that ended. Its token makes a second arrival harmless, and what was
// seen of a record goes along, so that nobody's change meanwhile is written over. Numbers of people are not kept.

import { saves, tell } from "./bar.js";

const DRAFT = "draft:";
const SENT = "sent";
const AGAIN_AFTER = 10_000;

const me = () => document.querySelector("[data-user]")?.dataset.user;
const mine = () => `${DRAFT}${me()}:`;
const keyOf = (form) => `${mine()}${location.pathname}:${form.dataset.draft}`;
const here = () => location.pathname + location.search;
const draftedForms = () => [...document.querySelectorAll("form[data-draft]")];

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);
const isOfForm = (field) => field.type === "hidden" && /(^|-)(token|seen)$/.test(field.name);
const isTyped = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);
const isKept = (field) => isOfForm(field) || (isTyped(field) && !field.closest("[data-private]"));

function keep(form) {
  const fields = [...form.elements].filter((field) => isKept(field) && (!isTicked(field) || field.checked));
  sessionStorage.setItem(keyOf(form), JSON.stringify(fields.map((field) => [field.name, field.value])));
}

function restore(form) {
  const draft = sessionStorage.getItem(keyOf(form));
  if (!draft || form.querySelector("[role=alert]")) return; // the server has just sent back what was typed
  const values = JSON.parse(draft);
  for (const field of [...form.elements].filter(isKept)) {
    const [, value] = values.find(([name, value]) => name === field.name && (!isTicked(field) || value === field.value)) ?? [];
    const was = isTicked(field) ? field.checked : field.value;
    if (isTicked(field)) field.checked = value !== undefined;
    else if (value !== undefined) field.value = value;
    if (was !== (isTicked(field) ? field.checked : field.value)) field.closest("details")?.setAttribute("open", "");
  }
  const without = form.querySelector("[data-private]") ? "证件号码、电话不留在手机上，要重新填。" : "";
  tell(`已恢复上次没有交上去的内容，请核对后保存。${without}`);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(mine())) sessionStorage.removeItem(key);
}

// A page has come: the sign-in page says that nothing is lost, any other one shows what was typed before.
function look() {
  const [key, page] = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  const note = document.getElementById("kept");
  if (note) note.hidden = !Object.keys(sessionStorage).some((each) => each.startsWith(DRAFT));
  if (!me()) return;
  if (key && page !== here()) sessionStorage.removeItem(key);
  draftedForms().forEach(restore);
}

addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form) keep(form);
});

// A form that leads to another page has arrived, unless that is the sign-in page.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  const form = elt.closest?.("form[data-draft]");
  const { pathname, search } = new URL(xhr.responseURL);
  if (form && xhr.status < 400 && pathname + search !== here()) sessionStorage.removeItem(keyOf(form));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("forgets" in form.dataset) forgetAll();
  if ("draft" in form.dataset && !event.defaultPrevented) sessionStorage.setItem(SENT, JSON.stringify([keyOf(form), here()]));
});

// Without a connection a form waits, and goes by itself when there is one; sent by hand, it need not.
let unsent;
function again() {
  const [form, button] = unsent ?? [];
  unsent = undefined;
  if (form?.isConnected) form.requestSubmit(button?.isConnected ? button : null);
}
for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, (event) => {
    const form = event.target;
    if (!form.matches?.("form[data-draft]")) return; // what only looks something up is not the form that was sent
    unsent = [form, event.detail.requestConfig.triggeringEvent?.submitter];
    setTimeout(() => navigator.onLine && again(), AGAIN_AFTER);
  });
}
document.addEventListener("htmx:beforeRequest", (event) => saves(event) && (unsent = undefined));
addEventListener("online", again);

document.addEventListener("htmx:afterSettle", (event) => event.detail.target === document.body && look());
addEventListener("pageshow", (event) => event.persisted && look());
look();
