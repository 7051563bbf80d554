// What is typed is kept on this device until the server says that it has it.
//
// A form with data-draft="key" is stored on every change and restored when it is shown again. The copy goes
// only on a positive sign: an element with data-draft-accepted="key", a message whose tag is "draft:key", or
// an event "draft-accepted" with the key. A failed, refused or lost submission therefore never costs a word.
const words = document.getElementById("words").dataset;
const PREFIX = "draft:";
const SKIP = new Set(["csrfmiddlewaretoken", "seen"]);
const LONGEST_LIFE = 1000 * 60 * 60 * 24 * 60;

const nameOf = (form) => PREFIX + form.dataset.draft;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function values(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIP.has(name));
}

function fill(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || SKIP.has(field.name) || field.type === "hidden" || field.type === "file") continue;
    const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = mine.includes(field.value);
    else if (mine.length && field.tagName !== "BUTTON") field.value = mine[0];
  }
}

function notice(form, text, at) {
  const place = form.querySelector("[data-draft-notice]");
  if (!place) return;
  const time = document.createElement("time");
  time.dateTime = new Date(at).toISOString();
  time.dataset.age = "";
  time.textContent = words.now;
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button link";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    localStorage.removeItem(nameOf(form));
    form.reset();
    place.hidden = true;
  });
  place.replaceChildren(`${text} · `, time, discard);
  place.hidden = false;
}

function keep(form) {
  const at = Date.now();
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ at, pairs: values(form) }));
    notice(form, words.kept, at);
  } catch {
    // The device's storage is full or closed to us; the form still works, so there is nothing to say.
  }
}

const waiting = new Map();
function changed(event) {
  const form = event.target.form;
  if (!form?.dataset.draft || event.target.type === "file") return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => flush(form), 250));
}

function flush(form) {
  clearTimeout(waiting.get(form));
  if (waiting.delete(form) && form.isConnected) keep(form);
}

function restore(scope) {
  const forms = scope.matches?.("form[data-draft]") ? [scope] : scope.querySelectorAll("form[data-draft]");
  for (const form of forms) {
    const draft = read(nameOf(form));
    if (!draft || JSON.stringify(draft.pairs) === JSON.stringify(values(form))) continue;
    fill(form, draft.pairs);
    notice(form, words.restored, draft.at);
  }
}

function forget(key) {
  localStorage.removeItem(PREFIX + key);
}

function acknowledge(scope) {
  for (const sign of scope.querySelectorAll("[data-draft-accepted]")) forget(sign.dataset.draftAccepted);
  if (scope.dataset?.draftAccepted) forget(scope.dataset.draftAccepted);
  for (const message of scope.querySelectorAll("[data-message]")) {
    for (const tag of message.dataset.message.split(" ")) if (tag.startsWith(PREFIX)) forget(tag.slice(PREFIX.length));
  }
}

function dropStale() {
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    if (Date.now() - (read(name)?.at ?? 0) > LONGEST_LIFE) localStorage.removeItem(name);
  }
}

function arrive(scope) {
  acknowledge(scope);
  restore(scope);
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("draft-accepted", (event) => forget(event.detail.value ?? event.detail));
// htmx tells of every fragment it put in, before anything else can read it.
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) arrive(event.target); });
// A page that is left, a form that is sent or swapped out keeps the last quarter of a second too.
const flushAll = () => [...waiting.keys()].forEach(flush);
addEventListener("pagehide", flushAll);
document.addEventListener("htmx:beforeSwap", flushAll);
document.addEventListener("leave", flushAll);
document.addEventListener("submit", (event) => flush(event.target), true);

dropStale();
arrive(document);
