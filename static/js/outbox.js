// Verdicts that could not be sent wait on this device and go out by themselves, in order, once the line is back.
//
// The server takes the very same verdict only once, so that sending again what it may have got does no harm. What it
// refuses stays on the list with its reason and a link to its claim; the text stays in that claim's draft.
const words = document.getElementById("words").dataset;
const list = document.getElementById("outbox");
const NAME = `outbox:${document.body.dataset.user ?? ""}`;
const GATEWAY = [502, 503, 504];
const SIGNED_OUT = 0;

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return [];
  }
}

function write(items) {
  if (items.length) localStorage.setItem(NAME, JSON.stringify(items));
  else localStorage.removeItem(NAME);
  show();
}

const without = (key, at = Infinity) => read().filter((item) => item.key !== key || item.at > at);
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

// --- The list, on every page

function element(tag, text, more = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, more);
}

function line(item) {
  const row = element("li", "", { className: "row" });
  row.append(element("a", item.name, { href: item.href }));
  if ("refused" in item) {
    row.append(element("span", words[`r${item.refused}`] ?? words.refusal), element("button", words.dismiss, {
      type: "button", className: "button link small", onclick: () => write(without(item.key)),
    }));
  }
  return row;
}

function part(items, one, many) {
  if (!items.length) return [];
  const rows = element("ul", "");
  rows.append(...items.map(line));
  return [element("strong", items.length === 1 ? one : many.replace("%s", items.length)), rows];
}

function show() {
  const items = read();
  const inside = element("div", "");
  inside.append(
    ...part(items.filter((item) => !("refused" in item)), words.waits, words.wait),
    ...part(items.filter((item) => "refused" in item), words.refused, words.refusals),
  );
  list.replaceChildren(inside);
  list.hidden = !items.length;
}

// --- Into the queue

function queue(event) {
  const form = event.detail.requestConfig?.elt ?? event.detail.elt;
  if (!form.matches?.("#verdict-form")) return;
  if (event.type === "htmx:responseError" && !GATEWAY.includes(event.detail.xhr.status)) return;
  const sent = [...event.detail.requestConfig.formData].filter(([name]) => name !== "csrfmiddlewaretoken");
  const { draft: key, claimName: name } = form.dataset;
  const id = key.split(":")[1];
  const href = `${location.pathname}?claim=${id}`;
  const item = { key, id, name, href, url: form.getAttribute("action"), body: String(new URLSearchParams(sent)), at: Date.now() };
  try {
    write([...without(key), item]);
  } catch {
    return; // no room on this device: the page says that nothing was sent, and the form keeps it
  }
  event.stopImmediatePropagation();
  tell("claim-judged", { id, state: "mine", then: Object.fromEntries(sent).then, queued: true });
  retry();
}
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(failure, queue, true);

// --- Out of it

function post({ url, body }) {
  const minimal = { "HX-Request": "true", "HX-Target": "panel", Prefer: "return=minimal" };
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), ...minimal };
  const data = new URLSearchParams(body);
  data.set("then", "next");
  return fetch(url, { method: "POST", body: data, headers, redirect: "manual" });
}

function accepted({ key, id, at }) {
  write(without(key, at));
  tell("draft-accepted", { key, at });
  tell("claim-judged", { id, state: "mine", then: "drained" });
  const shown = document.querySelector(`#verdict-form[data-draft="${CSS.escape(key)}"]`);
  if (shown && !shown.contains(document.activeElement)) {
    htmx.ajax("GET", location.href, { target: "#panel", swap: "innerHTML show:none" });
  }
}

function refused(item, status) {
  write(read().map((one) => (one.key === item.key && one.at === item.at ? { ...one, refused: status } : one)));
}

/** Whether the line held. */
async function sendOne(item) {
  const answer = await post(item).catch(() => null);
  if (!answer || GATEWAY.includes(answer.status)) return false;
  if (answer.ok) accepted(item);
  else refused(item, answer.type === "opaqueredirect" ? SIGNED_OUT : answer.status);
  return true;
}

async function drain() {
  const before = read().length;
  for (const item of read()) {
    // Signed out, or a page that was too old: the next page may do better.
    if ("refused" in item && ![SIGNED_OUT, 403].includes(item.refused)) continue;
    if (tried.has(item.at)) continue;
    if (!(await sendOne(item))) break;
    tried.add(item.at);
  }
  if (read().length < before) tell("say", words.drained);
}

const tried = new Set();
let again = 0;

/** Try at once, and again while something waits; one window at a time. */
function retry(after = 15000) {
  clearTimeout(again);
  if (read().some((item) => !tried.has(item.at))) again = setTimeout(start, after);
}

async function start() {
  if (!document.body.dataset.user || !read().length) return;
  if (navigator.locks) await navigator.locks.request(NAME, { ifAvailable: true }, (lock) => lock && drain());
  else await drain();
  retry();
}

// A verdict given by hand takes the place of the one that waits.
document.addEventListener("claim-judged", ({ detail }) => {
  if (!detail.queued && detail.then !== "drained") write(without(`verdict:${detail.id}`));
});
// The page goes on to the claim that it has at hand already, so that the answer need not bring it.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.matches("#verdict-form") && document.querySelector('#claim-panel [data-go="next-open"]')) detail.headers.Prefer = "return=minimal";
});
addEventListener("storage", ({ key }) => { if (key === NAME) show(); });
addEventListener("online", start);
show();
start();

const register = () => { if (navigator.onLine) navigator.serviceWorker?.register(document.body.dataset.worker).catch(() => {}); };
addEventListener("load", () => setTimeout(register, 2000)); // once the page has what it needs itself
