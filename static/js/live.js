// Others' work reaches an open page. Without this a reload shows the same.
const conf = document.getElementById("live-words").dataset;
const panel = document.getElementById("panel");
const MINUTE = 60000;
const get = (id) => document.getElementById(id);
const inHand = () => get("claim-panel")?.dataset.claim ?? "";
const on = (names, act) => { for (const name of names.split(" ")) addEventListener(name, act, { passive: true, capture: true }); };
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const swap = (id, url) => htmx.ajax("GET", url, { target: `#${id}`, swap: "outerHTML show:none" });
const ask = (url, headers) => fetch(url, { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000) });

let { since } = conf, tag = "", split = "", company = {}, seen = [];
let failures = 0, busy = false, timer = 0, active = Date.now(), saidAt = 0, toSay = "";
let owed = null; // what is to be fetched
const held = new Map(); // what was fetched, until nobody is at its place

const plan = (ms) => { clearTimeout(timer); timer = setTimeout(pulse, ms); };

/** Seldom while nobody works or looks, ever more seldom while it fails. */
function pace() {
  const usual = document.hidden ? 30000 : Date.now() - active > MINUTE ? 12000 : 4000;
  return Math.min(MINUTE, usual * 2 ** failures);
}

async function pulse() {
  if (busy || !navigator.onLine) return;
  busy = true;
  try {
    const query = new URLSearchParams({ since, claim: inHand(), ...(document.hidden && { away: 1 }) });
    const answer = await ask(`${conf.pulse}?${query}`, { "If-None-Match": tag });
    // Signed out, or the article is gone.
    if (!answer.status || [403, 404].includes(answer.status)) return;
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

function take(news) {
  if (split && split !== news.split && !document.querySelector("#split-progress[hx-get]")) swap("split-progress", conf.split);
  ({ since, company, split } = news);
  const fresh = news.events.filter(({ id }) => !seen.includes(id));
  seen = news.events.map(({ id }) => id);
  for (const { part, claims } of fresh) if (part === "text" || part === "all") owe(claims, part === "all");
  if (news.more) owe([], true);
  if (fresh.length) tell("others-edited");
  // What was done before the page was made is on it. The claim in hand is told of, not swapped under its reader.
  for (const { says, at } of fresh.filter((event) => event.hand && event.at >= conf.since && !refreshed(event.part))) {
    const notice = panel.querySelector("[data-changed]");
    notice.querySelector("[data-says]").textContent = says;
    notice.querySelector("time").dateTime = new Date(at).toISOString();
    notice.hidden = false;
    say(says);
  }
}

/** Bring look-ups or comments up to date; falsy for other parts, and where somebody types in it. */
function refreshed(id) {
  const url = get("company")?.dataset[id];
  return url && !isTypedIn(get(id)) && swap(id, url);
}

function isTypedIn(part) {
  const fields = part.querySelectorAll("textarea, input:not([type=hidden], [type=radio], [type=checkbox])");
  return [...fields].some((field) => field.matches(":focus") || field.value !== field.defaultValue);
}

// The page's own polls wait as well, and come again.
on("htmx:beforeSwap htmx:oobBeforeSwap", ({ detail: { target, requestConfig }, detail }) => {
  if ((requestConfig?.verb ?? "get") === "get" && target !== panel && isTypedIn(target)) detail.shouldSwap = false;
});

/** At most one short thing in twenty seconds; of several the newest. */
function say(text) {
  if (!toSay) {
    setTimeout(() => {
      tell("say", toSay);
      saidAt = Date.now();
      toSay = "";
    }, saidAt + 20000 - Date.now());
  }
  toSay = text;
}

function owe(claims, all) {
  owed ??= { claims: new Set(), at: new Set() };
  owed.all ||= all;
  for (const id of claims) {
    owed.claims.add(id);
    for (const mark of document.querySelectorAll(`#article-text [data-claim="${id}"]`)) owed.at.add(mark.closest("p").id.slice(2));
  }
}

async function fetchParts() {
  const query = new URLSearchParams(location.search);
  for (const name of ["claims", "at"]) query.set(name, [...owed[name]]);
  for (const [name, wanted] of [["for", "script"], ["all", owed.all], ["list", get("claim-list")]]) if (wanted) query.set(name, "script");
  const answer = await ask(`${conf.parts}?${query}`);
  if (!answer.ok) throw answer;
  owed = null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of page.querySelectorAll("[id^=p-], #claim-list, #wb-head, #minimap")) held.set(part.id, part);
}

/** Whether somebody has the pointer down, the focus, a tick, an open menu or a selection in it. */
function isHeld(part) {
  const selection = getSelection();
  return part.matches(":active, :focus-within, :has(:checked, details[open])") || (!selection.isCollapsed && selection.containsNode(part, true));
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
    const badge = { className: "at", textContent: short, title: says };
    panel.querySelector(`a[data-claim="${claim}"] .under`)?.append(Object.assign(document.createElement("span"), badge));
  }
}

// What was fetched before an act of one's own is older than what the act brought.
on("edited claim-judged", () => { if (held.size) owe([], true); held.clear(); });
on("split-done", () => { owe([], true); say(conf.claims); plan(0); });
on("htmx:afterSettle", () => {
  showCompany();
  if (company.claim !== inHand()) plan(400);
});
on("keydown pointerdown scroll", () => {
  if (Date.now() - active > MINUTE) plan(0);
  active = Date.now();
});
on("focusout pointerup selectionchange", () => { if (held.size) setTimeout(settle, 100); });
on("visibilitychange online", () => plan(document.hidden ? 30000 : 0));
plan(pace() / 4);
