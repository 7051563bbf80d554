// A bar of tools beside the words that are selected in the article.
import { ask, claimInHand } from "./editing.js";
import { placesSelected, textShown } from "./offsets.js";

const bar = document.getElementById("selection-bar");
const pane = document.getElementById("text-pane");
const told = document.getElementById("selection-told");
const waive = bar.querySelector("[aria-expanded]");
const reasons = document.getElementById(waive.getAttribute("aria-controls"));
const wide = matchMedia("(min-width: 64rem)");
const GAP = 6;

let places = [];
let pointing = false;
let soon = 0;
let back = null;

const tools = () => [...bar.querySelectorAll("button")].filter((one) => one.checkVisibility());
const focus = (one) => one?.focus({ preventScroll: true });

// --- Where it stands

/** Show the bar at what is selected; hide it where nothing is. */
export function update() {
  clearTimeout(soon);
  const now = placesSelected();
  if (now.length) show(now);
  else if (!bar.contains(document.activeElement)) hide();
}

function show(now) {
  if (!bar.hidden && JSON.stringify(now) === JSON.stringify(places)) return;
  places = now;
  const claim = claimInHand();
  const range = document.getSelection().getRangeAt(0);
  const its = textShown().querySelectorAll(`mark[data-claim="${claim}"]`);
  bar.querySelector("[data-of-claim]").hidden = !claim;
  bar.querySelector("[data-on-claim]").hidden = ![...its].some((one) => range.intersectsNode(one));
  bar.hidden = false;
  tell("");
  unfold(false);
  rove(tools()[0]);
}

function hide() {
  bar.hidden = true;
  places = [];
}

/** Under the words, or over them where no room is left below; on small screens the style sheet has it at the foot. */
function put() {
  const selection = document.getSelection();
  if (!wide.matches || !selection.rangeCount) return;
  const frame = pane.getBoundingClientRect();
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const above = box.top - GAP - bar.offsetHeight;
  const below = box.bottom + GAP;
  const top = below + bar.offsetHeight < frame.bottom || above < frame.top ? below : above;
  bar.style.top = `${top - frame.top + pane.scrollTop}px`;
  bar.style.left = `${Math.max(GAP, Math.min(box.left - frame.left, pane.clientWidth - bar.offsetWidth - GAP))}px`;
}

function tell(words) {
  told.textContent = words;
  told.hidden = !words;
  put();
}

function unfold(isOpen) {
  waive.setAttribute("aria-expanded", isOpen);
  reasons.hidden = !isOpen;
  put();
}

// --- A toolbar: one stop of the tab key, arrows within, Escape leaves

function rove(to) {
  for (const one of bar.querySelectorAll("button")) one.tabIndex = one === to ? 0 : -1;
}

/** Put the focus into the bar, which Escape may have closed over words that are still selected. */
export function enter() {
  update();
  back = document.activeElement;
  focus(tools()[0]);
}

function leave() {
  if (!reasons.hidden) {
    unfold(false);
    focus(waive);
  } else {
    hide();
    focus(back?.isConnected ? back : pane);
  }
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

bar.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const all = tools();
  const at = all.indexOf(document.activeElement);
  const reason = all.find((one) => one.dataset.number === event.key);
  if (event.key in STEPS) focus(all.at((at + STEPS[event.key]) % all.length));
  else if (reason) reason.click();
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
});
bar.addEventListener("focusin", ({ target }) => rove(target));
bar.addEventListener("mousedown", (event) => event.preventDefault()); // else the press takes the selection away
bar.addEventListener("click", ({ target }) => {
  const { dataset } = target.closest("button") ?? bar;
  if (dataset.do) run(dataset.do, dataset);
  else if (target.closest("button") === waive) {
    unfold(reasons.hidden);
    focus(reasons.hidden ? waive : reasons.querySelector("button"));
  }
});

/** Do `what` with the words; a refusal is said in the bar, and they stay selected. */
export async function run(what, { claim, reason } = {}) {
  const now = placesSelected();
  const refused = await ask(what, now.length ? now : places, { claim, reason });
  if (refused) tell(refused);
  if (refused !== "") return;
  document.getSelection().removeAllRanges();
  hide();
}

// --- When words are selected

document.addEventListener("selectionchange", () => {
  clearTimeout(soon);
  if (!pointing) soon = setTimeout(update, 200);
});
document.addEventListener("pointerdown", ({ target, pointerType }) => {
  pointing = pointerType === "mouse" && !bar.contains(target);
  // The browser would drag a link away where its words are to be selected.
  const link = target.closest("#article-text a");
  if (link) link.draggable = false;
});
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  document.addEventListener(end, () => {
    if (pointing) setTimeout(update);
    pointing = false;
  });
}
// The click that ends a selection does not open the claim under it.
document.addEventListener("click", (event) => {
  if (event.detail && event.target.closest("#article-text") && placesSelected().length) event.preventDefault();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || bar.hidden) return;
  document.getSelection().removeAllRanges();
  hide();
});
addEventListener("resize", put);
