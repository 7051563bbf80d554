// What every page does: menus, dialogs, the forced colour scheme, the state of the line.
const root = document.documentElement;
const words = document.getElementById("words")?.dataset ?? {};

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

// One menu open at a time; a click elsewhere or Escape closes it and gives the focus back.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The scheme changes at once; the form's own address stores it for the next page.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-form]") || !event.submitter) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  root.dataset.theme = data.get("theme");
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  form.closest("details").open = false;
  await fetch(form.action, { method: "POST", body: data, redirect: "manual" }).catch(() => {});
});

// The line: said once when it drops, taken back when it is there again.
const offline = document.getElementById("offline");
const showLine = () => { if (offline) offline.hidden = navigator.onLine; };
addEventListener("online", showLine);
addEventListener("offline", showLine);
showLine();

/** Say something in the polite live region. */
function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}
document.addEventListener("say", (event) => say(event.detail));
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout", "unreached"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail?.requestConfig?.verb === "get") return;
    const banner = document.createElement("div");
    banner.className = "notice bad banner";
    banner.dataset.unreached = "";
    banner.textContent = words.failed;
    document.getElementById("messages")?.replaceChildren(banner);
  });
}

// What was said of one claim does not stand over the next.
document.addEventListener("leave", () => document.getElementById("messages")?.replaceChildren());

document.addEventListener("htmx:afterOnLoad", () => document.querySelector("[data-unreached]")?.remove());

// A fragment that replaces the element in focus hands the focus to its twin by id, else to what stood around it.
// One that was folded open stays open.
let focused = []; // ids, the innermost first
let unfolded = [];
document.addEventListener("htmx:beforeSwap", () => {
  focused = [];
  for (let one = document.activeElement; one?.id !== "main" && one; one = one.parentElement) focused.push(one.id);
  focused = focused.filter(Boolean);
  unfolded = [...document.querySelectorAll("details[id][open]")].map((part) => part.id);
});
document.addEventListener("htmx:afterSettle", (event) => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  for (const id of focused.length ? [...focused, "panel", "main"] : []) {
    if (document.activeElement !== document.body) break;
    document.getElementById(id)?.focus({ preventScroll: true });
  }
  toFirstError(event.target);
});

// A form that came back refused: the focus goes, once, where the first thing is to be mended.
function toFirstError(scope) {
  const form = scope.querySelector?.("form[data-errors]");
  const error = form?.querySelector(".errors");
  form?.removeAttribute("data-errors");
  error?.closest("fieldset, .field")?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  error?.scrollIntoView({ block: "nearest" });
}
toFirstError(document);

// On a phone the row of pages is longer than the screen: it begins with the page that is open in sight.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
