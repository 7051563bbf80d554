// Text and claim in step: a mark opens its claim, an opened claim shows its mark. Links carry it without a script.
import { fetchOnce, fetchSoon, outdate, panelFor } from "./ahead.js";
import "./filtering.js";

const panel = document.getElementById("panel");
const bench = document.getElementById("bench");
const words = document.getElementById("words").dataset;
const wide = matchMedia("(min-width: 64rem)");

const asked = (url) => new URL(url, location).searchParams;
const claimOf = (url) => asked(url).get("claim") ?? "";
/** What an address has in hand: a claim's id, "sentence=3", or "" for the list. */
const handOf = (url) => claimOf(url) || (asked(url).has("sentence") ? `sentence=${asked(url).get("sentence")}` : "");
const marksOf = (hand) => hand.startsWith("sentence=")
  ? [...document.querySelectorAll(`#article-text a[href*="${CSS.escape(hand)}"]`)]
    .filter((link) => handOf(link.href) === hand).map((link) => link.closest(".gap, .waived")).filter(Boolean)
  : document.querySelectorAll(`#article-text [data-claim="${CSS.escape(hand)}"]`);
const say = (told) => document.dispatchEvent(new CustomEvent("say", { detail: told }));

let inHand = handOf(location);
let lastInHand = inHand;

let wanted = "";

/** Show the panel that an address of this page names; the page itself where that fails. */
async function open(url, { push = true, scroll = true } = {}) {
  const address = String(url);
  if (address === wanted) return;
  wanted = address;
  const html = panelFor(address);
  if (typeof html === "string") {
    put(html, address, { push, scroll });
    return;
  }
  const busy = setTimeout(() => panel.setAttribute("aria-busy", "true"), 150);
  try {
    const fetched = await html;
    if (wanted === address) put(fetched, address, { push, scroll }); // else a later press has overtaken this one
  } catch (error) {
    if (wanted !== address) return;
    wanted = "";
    if (error instanceof TypeError) document.dispatchEvent(new Event("unreached"));
    else location.assign(address);
  } finally {
    clearTimeout(busy);
    panel.removeAttribute("aria-busy");
  }
}

function put(html, address, { push, scroll }) {
  wanted = "";
  document.dispatchEvent(new Event("leave"));
  // Before the swap, whose own events would else take this for a claim that a save led to.
  if (push && address !== location.href) history.pushState({}, "", address);
  take(address);
  panel.innerHTML = html;
  for (const part of panel.children) htmx.trigger(part, "htmx:load");
  show({ scroll });
  // The words are painted first; what sends forms is wired up right after.
  requestAnimationFrame(() => setTimeout(wire));
}

function wire() {
  htmx.process(panel);
  htmx.trigger(panel, "htmx:afterSettle");
}

// --- Keeping in step

/** Put the marker on the words of the claim in hand, in its present state, and bring them into view. */
function mark(id, { scroll = true } = {}) {
  for (const old of [...document.querySelectorAll("#article-text .on")]) old.classList.remove("on");
  for (const old of [...document.querySelectorAll("#article-text [aria-current]")]) old.removeAttribute("aria-current");
  const marks = marksOf(id);
  const state = document.getElementById("claim-panel")?.dataset.state;
  for (const one of marks) {
    one.classList.add("on");
    one.querySelector(":scope > a")?.setAttribute("aria-current", "true");
    if (state && one.matches("mark")) restate(one, state);
  }
  if (scroll && wide.matches && marks.length) reveal(marks[0]);
}

/** A mark shows another state, and its links say so to a screen reader. */
function restate(one, state) {
  one.className = one.className.replace(/\bs-\w+/, `s-${state}`);
  for (const link of one.querySelectorAll(":scope > a")) {
    const told = link.getAttribute("aria-describedby") ?? "";
    link.setAttribute("aria-describedby", told.replace(/^d-\w+/, `d-${state}`));
  }
}

/** Bring words into the middle of the text, unless they stand well in sight already: then the text keeps still. */
function reveal(one) {
  const { top, bottom } = one.getBoundingClientRect();
  const pane = document.getElementById("text-pane").getBoundingClientRect();
  const isInSight = top > pane.top + 0.1 * pane.height && bottom < pane.bottom - 0.25 * pane.height;
  if (!isInSight) one.scrollIntoView({ block: "center", behavior: "instant" });
}

function take(url) {
  lastInHand = inHand || lastInHand;
  inHand = handOf(url);
}

/** Bring the page in step with what is in hand; the focus leaves any field, so that keys are commands again. */
function show({ scroll }) {
  bench.classList.toggle("in-hand", Boolean(inHand));
  panel.scrollTop = 0;
  const row = inHand ? null : panel.querySelector(`#claim-list [data-claim="${CSS.escape(lastInHand)}"]`);
  row?.setAttribute("aria-current", "true");
  row?.scrollIntoView({ block: "center" });
  (row ?? panel).focus({ preventScroll: true });
  if (!wide.matches) scrollTo({ top: row ? scrollY : 0 });
  mark(inHand, { scroll });
  fetchSoon(60);
}

/** Links of the text were written under the filter of the page's first hour; the list's present one goes along. */
function kept(link) {
  const url = new URL(link.href.replace(/\?$/, ""));
  if (panel.contains(link)) return url.href;
  const now = new URLSearchParams(location.search);
  const filter = ["show", "q"].filter((name) => now.has(name)).map((name) => [name, now.get(name)]);
  const hand = [...url.searchParams].filter(([name]) => name === "claim" || name === "sentence");
  url.search = new URLSearchParams([...filter, ...hand]);
  return url.href;
}

const linkAt = (event) => {
  const link = event.target.closest?.('a[href^="?"]');
  return link && bench.contains(link) && !link.hash ? link : null;
};

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = linkAt(event);
  if (!link) return;
  event.preventDefault();
  open(kept(link), { scroll: !link.closest("#article-text") });
});
addEventListener("popstate", (event) => { if (!event.state?.htmx) open(location.href, { push: false }); });

// Who points at a claim, or comes to it by the tab key, is about to open it.
let pointed = 0;
for (const name of ["pointerover", "focusin"]) {
  document.addEventListener(name, (event) => {
    clearTimeout(pointed);
    const link = linkAt(event);
    if (link) pointed = setTimeout(() => { Promise.resolve(fetchOnce(kept(link))).catch(() => {}); }, 80);
  });
}

function shownNow() {
  const position = document.getElementById("sentence-panel")?.dataset.sentence;
  return document.getElementById("claim-panel")?.dataset.claim ?? (position ? `sentence=${position}` : "");
}

// A save or an edit answers with the panel of the same or of another claim, of a sentence, or the list: follow it.
document.addEventListener("htmx:afterSettle", () => {
  const shown = shownNow();
  if (shown === inHand) {
    mark(inHand, { scroll: false });
    return;
  }
  const url = new URL(location);
  for (const name of ["claim", "sentence"]) url.searchParams.delete(name);
  if (shown) url.searchParams.set(...(shown.startsWith("sentence=") ? shown.split("=") : ["claim", shown]));
  if (handOf(location) !== shown) history.pushState({}, "", url);
  take(url);
  show({ scroll: true });
});

// What was fetched ahead is no longer true after an edit; a button that went with it leaves the focus to the panel.
document.addEventListener("edited", () => {
  outdate();
  setTimeout(() => { if (document.activeElement === document.body) panel.focus({ preventScroll: true }); }, 100);
});

document.addEventListener("others-edited", () => outdate());

// A verdict given changes the state that its marks show, and what was fetched ahead is no longer true.
document.addEventListener("claim-judged", ({ detail: { id, state, then, queued } }) => {
  const next = then === "next" && document.querySelector('#claim-panel [data-go="next-open"]')?.href;
  // The next claim is shown as it was fetched: it is there at once, and without a line, too.
  outdate(next);
  for (const one of marksOf(id)) {
    if (one.matches("mark")) one.className = one.className.replace(/\bs-\w+/, `s-${state}`);
  }
  if (then === "drained") return;
  // Out of the rationale, so that the next key is a command again.
  panel.focus({ preventScroll: true });
  say(queued ? words.queued : words.saved);
  if (next) open(next);
});

// Evidence comes back from the server while ticks are not saved yet: send them along, so that they stay.
document.addEventListener("htmx:configRequest", (event) => {
  if (!["evidence", "lookups"].includes(event.detail.target?.id)) return;
  event.detail.parameters.cited = [...document.querySelectorAll("#evidence .cite:checked")].map((box) => box.value);
});

document.addEventListener("htmx:load", (event) => {
  for (const part of event.target.querySelectorAll?.("[data-needs-script]") ?? []) part.hidden = false;
});

if (inHand) mark(inHand);
fetchSoon(400);
