// Others' work reaches an open page: who is here, what they changed. Without it a reload shows the same.
const conf = document.getElementById("live-words").dataset;
const panel = document.getElementById("panel");
const LONGEST = 60000;
const get = (id) => document.getElementById(id);
const inHand = () => get("claim-panel")?.dataset.claim ?? "";
const on = (names, act) => { for (const name of names.split(" ")) addEventListener(name, act, { passive: true, capture: true }); };

let { since } = conf, tag = "", split = "", company = {}, seen = new Set();
let failures = 0, busy = false, timer = 0, active = Date.now(), pressed = false;

// Ask often while somebody works, seldom while nobody looks, not at all without a line.
function plan(ms) {
  clearTimeout(timer);
  timer = setTimeout(pulse, ms);
}

function pace() {
  if (failures) return Math.min(LONGEST, 4000 * 2 ** failures);
  if (document.hidden) return 30000;
  return Date.now() - active > LONGEST ? 12000 : 4000;
}

async function pulse() {
  if (busy || !navigator.onLine) return;
  busy = true;
  try {
    const query = new URLSearchParams({ since, claim: inHand(), ...(document.hidden && { away: 1 }) });
    const answer = await ask(`${conf.pulse}?${query}`, { "If-None-Match": tag });
    // Signed out, or the article is gone: asking again would not help.
    if (answer.type === "opaqueredirect" || [403, 404].includes(answer.status)) return;
    if (answer.ok) {
      tag = answer.headers.get("ETag");
      take(await answer.json());
    } else if (answer.status !== 304) throw answer;
    if (owed) await fetchParts();
    failures = 0;
  } catch {
    failures += 1;
  } finally {
    busy = false;
  }
  settle();
  plan(pace());
}

const ask = (url, headers) => fetch(url, { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000) });

function take(news) {
  ({ since, company } = news);
  showCompany();
  if (split && split !== news.split && !document.querySelector("#split-progress[hx-get]")) swap("split-progress", conf.split);
  split = news.split;
  const fresh = news.events.filter(({ id }) => !seen.has(id));
  seen = new Set(news.events.map(({ id }) => id));
  for (const { part, claims } of fresh) if (part === "text" || part === "all") owe(claims, part === "all");
  if (news.more) owe([], true);
  if (fresh.length) document.dispatchEvent(new Event("others-edited"));
  // What was done before the page was made is on it already.
  const here = fresh.filter((event) => event.hand && event.at >= conf.since);
  const told = here.filter(({ part }) => !(part in { lookups: 1, comments: 1 } && refresh(part)));
  if (told.length) announce(told.at(-1));
}

// The claim in hand is told of, not swapped, while somebody reads it.
function announce({ says, at }) {
  const notice = panel.querySelector("[data-changed]");
  if (!notice) return;
  notice.querySelector("[data-says]").textContent = says;
  notice.querySelector("time").dateTime = new Date(at).toISOString();
  notice.hidden = false;
  say(says);
}

const swap = (id, url) => htmx.ajax("GET", url, { target: `#${id}`, swap: "outerHTML show:none" });

/** Bring a section of the panel up to date; false where somebody types in it. */
function refresh(id) {
  const part = get(id);
  if (!part || isTypedIn(part)) return false;
  const isOpen = part.querySelector("details")?.open;
  swap(id, get("company").dataset[id]).then(() => {
    const fold = get(id)?.querySelector("details");
    if (fold) fold.open = isOpen;
  });
  return true;
}

function isTypedIn(part) {
  const fields = part.querySelectorAll("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");
  return [...fields].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}

// The page's own polls wait as well, and come again.
for (const swapping of ["htmx:beforeSwap", "htmx:oobBeforeSwap"]) {
  document.addEventListener(swapping, ({ detail }) => {
    const own = detail.requestConfig && detail.requestConfig.verb !== "get";
    if (!own && detail.target.id !== "panel" && isTypedIn(detail.target)) detail.shouldSwap = false;
  });
}

let saidAt = 0, toSay = "";
/** At most one short thing in twenty seconds; of several the newest. */
function say(text) {
  if (!toSay) setTimeout(speak, Math.max(0, saidAt + 20000 - Date.now()));
  toSay = text;
}
function speak() {
  document.dispatchEvent(new CustomEvent("say", { detail: toSay }));
  saidAt = Date.now();
  toSay = "";
}

// The parts of the page that others' edits touch: fetched at once, put in once nobody is at them.
let owed = null;
const held = new Map();

function owe(claims, all = false, at = []) {
  owed ??= { claims: new Set(), at: new Set(), all: false };
  owed.all ||= all;
  for (const one of at) owed.at.add(one);
  for (const id of claims) {
    owed.claims.add(id);
    for (const mark of document.querySelectorAll(`#article-text [data-claim="${CSS.escape(id)}"]`)) owed.at.add(mark.closest("p").id.slice(2));
  }
}

async function fetchParts() {
  const { claims, at, all } = owed;
  owed = null;
  const query = new URLSearchParams(location.search);
  query.set("for", "script");
  query.set("claims", [...claims]);
  query.set("at", [...at]);
  if (all) query.set("all", 1);
  if (get("claim-list")) query.set("list", 1);
  try {
    const answer = await ask(`${conf.parts}?${query}`);
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of page.querySelectorAll("[data-part], [data-paragraphs] > p, #claim-list, #wb-head, #minimap")) held.set(part.id, part);
  } catch (error) {
    owe(claims, all, at);
    throw error;
  }
}

/** Whether somebody has the focus, a selection, a tick or an open menu in it, or the pointer down. */
function isHeld(part) {
  const selection = getSelection();
  return pressed || part.contains(document.activeElement) || part.querySelector("details[open], :checked")
    || (!selection.isCollapsed && selection.containsNode(part, true));
}

function settle() {
  for (const [id, part] of held) {
    const old = get(id);
    if (old && isHeld(old)) continue;
    held.delete(id);
    if (!old || old.isEqualNode(part)) continue;
    old.replaceWith(part);
    htmx.process(part);
    htmx.trigger(part, "htmx:load");
  }
  const filter = panel.querySelector("[data-filter]");
  if (filter?.value) filter.dispatchEvent(new Event("input", { bubbles: true }));
  showCompany();
}

function showCompany() {
  const line = panel.querySelector("[data-on-this-claim]");
  if (line && company.claim === inHand()) {
    line.hidden = !company.says;
    line.lastElementChild.textContent = company.says;
  }
  for (const old of panel.querySelectorAll(".at")) old.remove();
  for (const { claim, short, says } of company.there ?? []) {
    const badge = Object.assign(document.createElement("span"), { className: "at", textContent: short, title: says });
    panel.querySelector(`#claim-list a[data-claim="${CSS.escape(claim)}"] .under`)?.append(badge);
  }
}

// What was fetched before an act of one's own is older than what the act brought.
for (const act of ["edited", "claim-judged"]) {
  document.addEventListener(act, () => {
    if (held.size) owe([], false, [...held.keys()].map((id) => id.slice(2)));
    held.clear();
  });
}
document.addEventListener("split-done", () => { owe([], true); say(conf.claims); plan(0); });

let shown = inHand();
document.addEventListener("htmx:afterSettle", () => {
  showCompany();
  if (shown !== inHand()) plan(400);
  shown = inHand();
});
on("keydown pointerdown scroll", () => {
  if (Date.now() - active > LONGEST) plan(0);
  active = Date.now();
});
on("pointerdown", () => { pressed = true; });
on("pointerup pointercancel", () => { pressed = false; });
on("focusout pointerup", () => { if (held.size) setTimeout(settle, 100); });
document.addEventListener("selectionchange", () => { if (held.size) setTimeout(settle, 100); });
document.addEventListener("visibilitychange", () => plan(document.hidden ? 30000 : 0));
on("online", () => plan(0));
plan(document.hidden ? 30000 : 1000);
