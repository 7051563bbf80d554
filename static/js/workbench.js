// Text and claim in step: a mark opens its claim, an opened claim shows its mark. Links carry it without a script.
const panel = document.getElementById("panel");
const bench = document.getElementById("bench");
const words = document.getElementById("words").dataset;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 64rem)");

const asked = (url) => new URL(url, location).searchParams;
const claimOf = (url) => asked(url).get("claim") ?? "";
/** What an address has in hand: a claim's id, "sentence=3", or "" for the list. */
const handOf = (url) => claimOf(url) || (asked(url).has("sentence") ? `sentence=${asked(url).get("sentence")}` : "");
const marksOf = (hand) => hand.startsWith("sentence=")
  ? [...document.querySelectorAll(`#article-text a[href*="${CSS.escape(hand)}"]`)]
    .filter((link) => handOf(link.href) === hand).map((link) => link.closest(".gap, .waived")).filter(Boolean)
  : document.querySelectorAll(`#article-text [data-claim="${CSS.escape(hand)}"]`);
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

let inHand = handOf(location);
let lastInHand = inHand;

// --- Fetching: the neighbours of the claim in hand are fetched ahead, so that a key press shows them at once.

const FRESH_FOR = 15000;
const ahead = new Map();

async function fetchPanel(url) {
  // Not stored by the browser: the whole page has the same address, and "back" must find that one.
  const headers = { "HX-Request": "true", "HX-Target": "panel" };
  const answer = await fetch(url, { headers, cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
}

function panelFor(url) {
  const kept = ahead.get(url);
  ahead.delete(url);
  return kept && Date.now() - kept.at < FRESH_FOR ? kept.html : fetchPanel(url);
}

async function fetchAhead() {
  for (const link of document.querySelectorAll('#claim-panel :is([data-go="next-open"], [data-go="next"])')) {
    if (!link.isConnected || ahead.has(link.href)) continue;
    const html = fetchPanel(link.href);
    ahead.set(link.href, { at: Date.now(), html });
    await html.catch(() => ahead.delete(link.href));
  }
}

let wanted = "";

/** Show the panel that an address of this page names; the page itself where that fails. */
async function open(url, { push = true, scroll = true } = {}) {
  if (String(url) === wanted) return;
  wanted = String(url);
  const busy = setTimeout(() => panel.setAttribute("aria-busy", "true"), 150);
  try {
    const html = await panelFor(wanted);
    if (wanted !== String(url)) return; // a later press has overtaken this one
    document.dispatchEvent(new Event("leave"));
    // Before the swap, whose own events would else take this for a claim that a save led to.
    if (push) history.pushState({}, "", url);
    take(url);
    htmx.swap(panel, html, { swapStyle: "innerHTML" });
  } catch (error) {
    if (error instanceof TypeError) document.dispatchEvent(new Event("unreached"));
    else location.assign(url);
    return;
  } finally {
    clearTimeout(busy);
    if (wanted === String(url)) wanted = "";
    panel.removeAttribute("aria-busy");
  }
  show({ scroll });
  if (!inHand) document.querySelector(`#claim-list [data-claim="${CSS.escape(lastInHand)}"]`)?.scrollIntoView({ block: "center" });
}

// --- Keeping in step

/** Put the marker on the words of the claim in hand, in its present state, and bring them into view. */
function mark(id, { scroll = true } = {}) {
  for (const old of document.querySelectorAll("#article-text .on")) old.classList.remove("on");
  const marks = marksOf(id);
  const state = document.getElementById("claim-panel")?.dataset.state;
  for (const one of marks) {
    one.classList.add("on");
    if (state && one.matches("mark")) one.className = one.className.replace(/\bs-\w+/, `s-${state}`);
  }
  if (scroll && wide.matches && marks.length) {
    marks[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }
}

function take(url) {
  lastInHand = inHand || lastInHand;
  inHand = handOf(url);
}

/** Bring the page in step with the claim in hand; the focus leaves any field, so that keys are commands again. */
function show({ scroll }) {
  bench.classList.toggle("in-hand", Boolean(inHand));
  mark(inHand, { scroll });
  panel.scrollTop = 0;
  if (!wide.matches) scrollTo({ top: 0 });
  panel.focus({ preventScroll: true });
  setTimeout(fetchAhead, 200);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest('a[href^="?"]');
  if (!link || !bench.contains(link) || link.hash) return;
  event.preventDefault();
  open(link.href.replace(/\?$/, ""), { scroll: !link.closest("#article-text") });
});
addEventListener("popstate", (event) => { if (!event.state?.htmx) open(location.href, { push: false }); });

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
  ahead.clear();
  setTimeout(() => { if (document.activeElement === document.body) panel.focus({ preventScroll: true }); }, 100);
});

// A verdict given changes the state that its marks show, and what was fetched ahead is no longer true.
document.addEventListener("claim-judged", ({ detail: { id, state, then, queued } }) => {
  const next = then === "next" && document.querySelector('#claim-panel [data-go="next-open"]')?.href;
  const kept = ahead.get(next);
  ahead.clear();
  // Without a line the next claim is shown as it was fetched, however long ago.
  if (kept) ahead.set(next, queued ? { ...kept, at: Date.now() } : kept);
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

// Filter the list by words: at once among the rows there are, then by the server, so that every link carries it on.
let typed = 0;

async function refilter(field) {
  const url = new URL(location);
  if (field.value.trim()) url.searchParams.set("q", field.value.trim());
  else url.searchParams.delete("q");
  const turn = typed;
  history.replaceState(history.state, "", url);
  const html = await fetchPanel(url).catch(() => "");
  if (!html || turn !== typed || !field.isConnected) return;
  const { value, selectionStart, selectionEnd } = field;
  const isFocused = document.activeElement === field;
  htmx.swap(panel, html, { swapStyle: "innerHTML" });
  const fresh = document.getElementById("filter");
  if (!fresh || !isFocused) return;
  fresh.value = value;
  fresh.focus({ preventScroll: true });
  fresh.setSelectionRange(selectionStart, selectionEnd);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-filter]")) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll("#claim-list > li")) {
    row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
    if (!row.hidden) shown += 1;
  }
  const none = document.querySelector("[data-filter-empty]");
  if (none) none.hidden = shown > 0;
  typed += 1;
  const turn = typed;
  setTimeout(() => { if (turn === typed && target.isConnected) refilter(target); }, 250);
});
document.addEventListener("htmx:load", (event) => {
  for (const part of event.target.querySelectorAll?.("[data-needs-script]") ?? []) part.hidden = false;
});

if (inHand) {
  mark(inHand);
  setTimeout(fetchAhead, 400);
}
