// One bar beside the thumb says what becomes of what one does: no connection, saving, saved, not saved.
// The server writes into the same bar what it has done.

const bar = () => document.getElementById("bar");
const SLOW = 1000;
const OFFLINE = "网络断了。填的内容留在这里，恢复后再保存。";

export function tell(text, tone = "due", ...more) {
  const line = document.createElement("p");
  line.className = `bar-line is-${tone}`;
  line.append(text, ...more);
  bar()?.replaceChildren(line);
}

const hush = (tone) => bar()?.querySelector(`.is-${tone}`)?.remove();

// What only looks something up while one types goes by POST too, and saves nothing.
const looksUp = ({ detail }) => "looks" in detail.elt.dataset;
export const saves = (event) => event.detail.requestConfig.verb !== "get" && !looksUp(event);

// Saving is worth a word when it takes longer than one expects.
let waiting;
function sent() {
  clearTimeout(waiting);
  waiting = setTimeout(() => tell("正在保存……", "busy"), SLOW);
}
function answered() {
  clearTimeout(waiting);
  hush("busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.defaultPrevented && form.method === "post" && !("stays" in form.dataset)) sent();
});
document.addEventListener("htmx:beforeRequest", (event) => saves(event) && sent());
document.addEventListener("htmx:afterRequest", (event) => saves(event) && answered());
addEventListener("pageshow", answered);

addEventListener("offline", () => tell(OFFLINE));
addEventListener("online", () => tell("网络恢复了。", "success"));
if (!navigator.onLine) tell(OFFLINE);

function lost(event) {
  if (looksUp(event) && bar()?.childElementCount) return; // what was said of the form is worth more
  const form = event.target.closest?.("form");
  const writes = saves(event);
  if (writes && form && "draft" in form.dataset) tell("网络断了，填的内容都还在。恢复后会自动再交，不会重复登记。");
  else tell(writes ? "网络断了，这一下没有记上，恢复后请再点一次。" : "网络断了，没有打开，恢复后请再点一次。");
}
for (const trouble of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(trouble, lost);

const REFUSED = { 403: "没有记上：登录状态变了，或者没有这个权限。", 404: "没有找到，可能已被别人作废。", 429: "点得太快了，请过一会儿再点。" };

// Whoever is not signed in any more is led to the sign-in page by the answer itself.
document.addEventListener("htmx:responseError", (event) => {
  const again = document.createElement("a");
  [again.href, again.textContent] = [location.href, "重新打开这一页"];
  const why = REFUSED[event.detail.xhr.status] ?? "程序出了问题，没有记上。填的内容还在，请稍后再试。";
  tell(why, "danger", " ", again);
});
