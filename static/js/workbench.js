// Text and claim in step: a mark opens its claim, an opened claim shows its mark. Links carry it without a script.
const panel = document.getElementById("panel");
const bench = document.getElementById("bench");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const wide = matchMedia("(min-width: 64rem)");

const claimOf = (url) => new URL(url, location).searchParams.get("claim") ?? "";
const marksOf = (id) => document.querySelectorAll(`#article-text [data-claim="${CSS.escape(id)}"]`);

let inHand = claimOf(location);

/** Put the marker on the words of the claim in hand and bring them into view. */
function mark(id, { scroll = true } = {}) {
  for (const old of document.querySelectorAll("#article-text .on")) old.classList.remove("on");
  const marks = marksOf(id);
  for (const one of marks) one.classList.add("on");
  if (scroll && wide.matches && marks.length) {
    marks[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }
}

function settle(url, { scroll }) {
  const id = claimOf(url);
  inHand = id;
  bench.classList.toggle("in-hand", Boolean(id));
  mark(id, { scroll });
  panel.scrollTop = 0;
  if (!wide.matches) scrollTo({ top: 0 });
}

/** Fetch the panel for an address of this page and show it. */
async function open(url, { push = true, scroll = true } = {}) {
  await htmx.ajax("GET", String(url), { target: "#panel", swap: "innerHTML" });
  if (push) history.pushState({}, "", url);
  settle(url, { scroll });
  if (!claimOf(url)) document.querySelector(`#claim-list [data-claim="${CSS.escape(lastId)}"]`)?.scrollIntoView({ block: "center" });
  panel.focus({ preventScroll: true });
}
let lastId = inHand;

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest('a[href^="?"]');
  if (!link || !bench.contains(link) || link.hash) return;
  event.preventDefault();
  lastId = inHand || lastId;
  const url = new URL(link.href);
  if (link.dataset.go === "list") {
    url.search = location.search;
    url.searchParams.delete("claim");
  }
  open(url, { scroll: !link.closest("#article-text") });
});
addEventListener("popstate", (event) => { if (!event.state?.htmx) open(location.href, { push: false }); });

// A save answers with the panel of the same or of the next claim: follow it.
document.addEventListener("htmx:afterSettle", () => {
  const shown = document.querySelector("#claim-panel")?.dataset.claim ?? "";
  if (!shown || shown === inHand) {
    mark(inHand, { scroll: false });
    return;
  }
  const url = new URL(location);
  url.searchParams.set("claim", shown);
  if (claimOf(location) !== shown) history.pushState({}, "", url);
  settle(url, { scroll: true });
  panel.focus({ preventScroll: true }); // not the twin of the field just left: its keys would be letters
});

const words = document.getElementById("words").dataset;
const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

// A verdict given changes the state that the marks show.
document.addEventListener("claim-judged", (event) => {
  for (const one of marksOf(event.detail.id)) {
    if (!one.matches("mark")) continue;
    one.className = one.className.replace(/\bs-\w+/, `s-${event.detail.state}`);
  }
  say(words.saved);
});

// Evidence comes back from the server while ticks are not saved yet: send them along, so that they stay.
document.addEventListener("htmx:configRequest", (event) => {
  if (!["evidence", "lookups"].includes(event.detail.target?.id)) return;
  event.detail.parameters.cited = [...document.querySelectorAll("#evidence .cite:checked")].map((box) => box.value);
});

// Filter the list by words, without asking the server.
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const wanted = event.target.value.trim().toLocaleLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll("#claim-list > li")) {
    row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
    if (!row.hidden) shown += 1;
  }
  const none = document.querySelector("[data-filter-empty]");
  if (none) none.hidden = shown > 0;
});
document.addEventListener("htmx:load", (event) => {
  for (const part of event.target.querySelectorAll?.("[data-needs-script]") ?? []) part.hidden = false;
});

if (inHand) mark(inHand);
