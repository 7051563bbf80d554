// What is typed is kept: on this device with every input, and, for verdicts, on the server soon after.
//
// A form with data-draft="key" is stored under the person's id and restored when it is shown again; data-draft-url
// says where the server keeps it too. A copy goes only on a positive sign that the server has the thing itself: an
// element with data-draft-accepted="key", a message tagged "draft:key", or an event "draft-accepted". A failed,
// refused or lost request never costs a word, and what two windows typed is never made one of without asking.
const words = document.getElementById("words").dataset;
const USER = document.body.dataset.user ?? "";
const PREFIX = `draft:${USER}:`;
const WINDOW = Math.random().toString(36).slice(2);
const OWN = new Set(["csrfmiddlewaretoken", "seen", "as_seen", "draft"]);
const LONGEST_LIFE = 1000 * 60 * 60 * 24 * 60;
const PAUSE = 1500;

const nameOf = (form) => PREFIX + form.dataset.draft;
const keyOf = (name) => name.slice(PREFIX.length).split("~")[0];
const formOf = (name) => document.querySelector(`form[data-draft="${CSS.escape(keyOf(name))}"]`);
const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
const isSent = (record) => record.sent === record.at;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, record) {
  try {
    localStorage.setItem(name, JSON.stringify(record));
    return true;
  } catch {
    return false; // the device's storage is full or closed to us; the form and the server still work
  }
}

const values = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function fill(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || OWN.has(field.name) || field.type === "hidden" || field.type === "file") continue;
    const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = mine.includes(field.value);
    else if (mine.length && field.tagName !== "BUTTON") field.value = mine[0];
  }
  form.dispatchEvent(new Event("filled", { bubbles: true }));
}

// --- What is said of it, quietly: no live region

function button(text, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "button link small";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

function notice(form, text, at, more) {
  const place = form?.querySelector("[data-draft-notice]");
  if (!place) return;
  const time = document.createElement("time");
  if (at) {
    time.dateTime = new Date(at).toISOString();
    time.dataset.age = "";
    time.textContent = words.now;
  }
  place.replaceChildren(`${text} `, time, ...[more ?? []].flat());
  place.hidden = false;
}

const discard = (form) => button(words.discard, () => {
  const record = read(nameOf(form));
  const pairs = values(form);
  localStorage.removeItem(nameOf(form));
  if (form.dataset.before) fill(form, asPairs(JSON.parse(form.dataset.before)));
  else form.reset();
  form.dispatchEvent(new Event("filled", { bubbles: true }));
  if (form.dataset.draftUrl) throwAway(form, record);
  notice(form, words.discarded, 0, button(words.bringBack, () => { fill(form, pairs); keep(form); }));
});

async function throwAway(form, record) {
  const empty = { ...record, url: form.dataset.draftUrl, number: Number(form.elements.draft.value), pairs: [] };
  const answer = await post(empty, false).catch(() => null);
  if (answer?.ok) form.elements.draft.value = (await answer.json()).number;
}

// --- On this device, with every input

const shown = new WeakMap();

function keep(form) {
  const name = nameOf(form);
  const old = read(name);
  const pairs = values(form);
  if (old?.window === WINDOW && same(old.pairs, pairs)) return;
  // Another window has typed what the server does not have: it moves aside instead of going.
  if (old && old.window !== WINDOW && !isSent(old) && !same(old.pairs, shown.get(form))) write(`${name}~${old.window}`, old);
  const at = Math.max(Date.now(), (old?.at ?? 0) + 1);
  const record = { at, window: WINDOW, pairs, clash: old?.clash };
  const { seen, draft } = form.elements;
  if (form.dataset.draftUrl) Object.assign(record, { url: form.dataset.draftUrl, number: Number(draft.value), seen: seen.value });
  shown.set(form, pairs);
  const isKept = write(name, record);
  if (form.dataset.draftUrl) {
    if (isKept) notice(form, navigator.onLine ? words.saving : words.offLine, 0, discard(form));
    schedule(name);
  } else if (isKept) notice(form, words.kept, at, discard(form));
}

const changed = ({ target }) => { if (target.form?.dataset.draft && target.type !== "file") keep(target.form); };

function restore(form) {
  const name = nameOf(form);
  let record = read(name);
  const number = Number(form.elements.draft?.value ?? 0);
  if (record?.url && isSent(record) && record.number < number) {
    localStorage.removeItem(name); // the server has it, and what came after it
    record = null;
  }
  for (const aside of names().filter((one) => one.startsWith(`${name}~`))) {
    write(aside, { ...read(aside), clash: undefined });
    send(aside);
  }
  if (!record) {
    if (form.dataset.before) form.querySelector("[data-draft-notice]").append(discard(form));
    return;
  }
  const differs = !same(record.pairs, values(form));
  if (differs) {
    fill(form, record.pairs);
    if (record.url) [form.elements.draft.value, form.elements.seen.value] = [record.number, record.seen];
    notice(form, words.restored, record.at, discard(form));
  } else if (record.url) record.seen = form.elements.seen.value;
  shown.set(form, record.pairs);
  write(name, { ...record, window: WINDOW, clash: undefined });
  if (record.url && !isSent(record)) send(name);
}

// --- On the server, a moment after the last key

const timers = new Map();
const flights = new Map();

function schedule(name) {
  clearTimeout(timers.get(name));
  timers.set(name, setTimeout(() => send(name), PAUSE));
}

function post({ url, pairs, seen, number }, keepalive) {
  const body = new URLSearchParams([...pairs, ["seen", seen ?? ""], ["draft", number]]);
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const length = String(body).length;
  return fetch(url, { method: "POST", body, headers, redirect: "manual", keepalive: keepalive && length < 60000 });
}

/** Bring one record to the server; resolves when that has ended, well or not. */
function send(name, isLeaving = false) {
  clearTimeout(timers.get(name));
  timers.delete(name);
  const record = read(name);
  if (!record?.url || isSent(record) || record.clash) return flights.get(name);
  if (flights.has(name)) return flights.get(name).then(() => send(name));
  const flight = post(record, isLeaving).then((answer) => answered(name, record, answer), () => unreached(name));
  flights.set(name, flight.finally(() => flights.delete(name)));
  return flights.get(name);
}

async function answered(name, record, answer) {
  const form = formOf(name);
  const now = read(name);
  if (answer.status === 409) {
    const told = await answer.json();
    // Chosen meanwhile, knowing of that very draft: what was chosen goes out.
    return now && now.at !== record.at && now.number === told.number ? schedule(name) : clash(name, form, now, told);
  }
  if (!answer.ok) return notice(form, words.kept, record.at, form && discard(form));
  const { number, saved_at: at } = await answer.json();
  const isAside = name.includes("~");
  if (form && !isAside) form.elements.draft.value = number;
  if (isAside) localStorage.removeItem(name);
  if (!now || isAside) return undefined;
  const isNewest = now.at === record.at;
  write(name, { ...now, number, sent: isNewest ? now.at : now.sent });
  if (!isNewest) return schedule(name);
  return notice(form, words.stored, at, form && discard(form));
}

const unreached = (name, form = formOf(name)) => form && notice(form, words.offLine, 0, discard(form));

function sendAll(isLeaving = false) {
  const waiting = localStorage.getItem(`outbox:${USER}`) ?? ""; // these go out as verdicts
  return Promise.allSettled(names().filter((name) => !waiting.includes(`"${keyOf(name)}"`)).map((name) => send(name, isLeaving)));
}

// --- Two texts: both stand side by side until one is taken or they are put together

function clash(name, form, record, { number, html }) {
  if (record) write(name, { ...record, clash: number });
  const place = form?.querySelector("[data-conflict]");
  if (!place) return;
  place.innerHTML = html;
  for (const part of place.querySelectorAll("[data-needs-script]")) part.hidden = false;
  Object.assign(place.dataset, { number, name });
  notice(form, words.kept, record?.at ?? Date.now());
}

const asPairs = (fields) => Object.entries(fields).flatMap(([name, value]) => [value].flat().filter(Boolean).map((one) => [name, one]));

function take(form, which) {
  const place = form.querySelector("[data-conflict]");
  const [theirs, ours] = ["theirs", "ours"].map((side) => JSON.parse(place.querySelector(`[data-side="${side}"]`).dataset.fields));
  const both = { ...ours, rationale: [theirs.rationale, ours.rationale].filter(Boolean).join("\n\n") };
  both.evidence = [...new Set([...theirs.evidence, ...ours.evidence])];
  fill(form, asPairs({ theirs, ours, both }[which]));
  for (const one of place.querySelectorAll("[data-take]")) one.setAttribute("aria-pressed", String(one.dataset.take === which));
  if (place.dataset.number) {
    form.elements.draft.value = Math.max(form.elements.draft.value, place.dataset.number);
    if (place.dataset.name.includes("~")) localStorage.removeItem(place.dataset.name);
    const record = read(nameOf(form));
    if (record) write(nameOf(form), { ...record, clash: undefined });
  }
  keep(form);
  form.elements.rationale.focus({ preventScroll: true });
}

// --- Letting go

const submitted = new Map();

function forget(key, upTo = submitted.get(key)) {
  const record = read(PREFIX + key);
  if (record && record.at > (upTo ?? Infinity)) return; // typed on after it was sent
  clearTimeout(timers.get(PREFIX + key));
  localStorage.removeItem(PREFIX + key);
  localStorage.removeItem(`${PREFIX}${key}~${WINDOW}`);
}

function acknowledge(scope) {
  for (const sign of scope.querySelectorAll("[data-draft-accepted]")) forget(sign.dataset.draftAccepted);
  if (scope.dataset?.draftAccepted) forget(scope.dataset.draftAccepted);
  for (const message of scope.querySelectorAll("[data-message]")) {
    for (const tag of message.dataset.message.split(" ")) if (tag.startsWith("draft:")) forget(tag.slice(6));
  }
}

function arrive(scope) {
  acknowledge(scope);
  const forms = scope.matches?.("form[data-draft]") ? [scope] : scope.querySelectorAll("form[data-draft]");
  for (const form of forms) restore(form);
}

for (const kind of ["input", "change"]) document.addEventListener(kind, changed);
document.addEventListener("focusout", ({ target }) => { if (target.form?.dataset.draftUrl && timers.has(nameOf(target.form))) send(nameOf(target.form)); });
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-take]");
  if (chosen) take(chosen.closest("form"), chosen.dataset.take);
});
document.addEventListener("draft-accepted", ({ detail }) => forget(detail.key ?? detail.value ?? detail, detail.at));
document.addEventListener("claim-judged", ({ detail }) => { if (!detail.queued) forget(`verdict:${detail.id}`); });
// htmx tells of every fragment it put in, before anything else can read it.
document.addEventListener("htmx:load", ({ target }) => { if (target !== document.body) arrive(target); });
document.addEventListener("htmx:configRequest", ({ detail: { elt } }) => {
  if (!elt.dataset?.draft) return;
  clearTimeout(timers.get(nameOf(elt)));
  const record = read(nameOf(elt));
  // What another window typed meanwhile is not what is sent here.
  submitted.set(elt.dataset.draft, !record || record.window === WINDOW ? record?.at ?? Date.now() : 0);
});
// A verdict does not overtake its own draft.
document.addEventListener("htmx:confirm", (event) => {
  const flight = event.detail.elt.dataset?.draftUrl && flights.get(nameOf(event.detail.elt));
  if (!flight || event.defaultPrevented || !navigator.onLine) return;
  event.preventDefault();
  Promise.race([flight, new Promise((done) => setTimeout(done, PAUSE))]).then(() => event.detail.issueRequest(true));
});
// A page or a claim that is left sends what is still waiting for its moment.
const leave = () => { for (const name of [...timers.keys()]) send(name, true); };
addEventListener("pagehide", leave);
document.addEventListener("leave", leave);
addEventListener("online", () => sendAll());
// Who signs out leaves nothing here that the server has; words that it lacks wait for the same person.
document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  await Promise.race([sendAll(true), new Promise((done) => setTimeout(done, PAUSE))]);
  for (const name of names()) {
    const record = read(name);
    if (record?.url && isSent(record)) localStorage.removeItem(name);
  }
  event.target.submit();
});

for (const name of names()) if (Date.now() - (read(name)?.at ?? 0) > LONGEST_LIFE) localStorage.removeItem(name);
arrive(document);
sendAll();
