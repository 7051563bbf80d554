// Keys that do an act. The server says which key does which (claims/views/keys.py), data-act on an element says what
// does it; this script knows none of them. Single keys rest while somebody types or composes, with modifiers, over an
// open dialog or menu, and when switched off (WCAG 2.1.4). A key that finds nothing to do is left to the browser.
const map = document.getElementById("keys");
const acts = JSON.parse(map.dataset.map);
const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';

// --- What does an act on this page

const isShown = (one) => one.matches("dialog") || one.checkVisibility();
const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];

function doersOf(act) {
  return all(`[data-act~="${CSS.escape(act)}"]:not(:disabled, [aria-disabled="true"])`).filter((one) => !one.closest("[hidden]"));
}

/** What is folded away is unfolded, where nothing in sight does the act. */
function unfold([one]) {
  if (!one?.closest("details:not([open])")) return undefined;
  for (let fold = one; (fold = fold.parentElement.closest("details:not([open])"));) fold.open = true;
  return isShown(one) ? one : undefined;
}

// --- Doing it, by what kind of element it is

function focusOn(one, block = "center") {
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block });
}

function perform(one, doers) {
  if (one.matches("dialog")) one.showModal();
  else if (one.type === "checkbox") {
    const boxes = doers.filter(isShown);
    focusOn(boxes[(boxes.indexOf(document.activeElement) + 1) % boxes.length]);
  } else if (one.type === "radio") choose(one);
  else if (one.matches(TYPING)) {
    focusOn(one);
    if (one.type === "search") one.select();
  } else if (one.matches("a, button, summary")) one.click();
  else {
    (one.querySelector(":checked") ?? one.querySelector("[type=radio]") ?? one).focus({ preventScroll: true });
    one.scrollIntoView({ block: "start" });
  }
}

const answered = new WeakMap();

/** Once all questions that keys answer are answered, one says why. */
function choose(option) {
  focusOn(option, "nearest");
  option.click();
  const { form } = option;
  const names = (answered.get(form) ?? new Set()).add(option.name);
  answered.set(form, names);
  for (const one of form.elements) if (one.checked && (!one.defaultChecked || "preset" in one.dataset)) names.add(one.name);
  const why = form.querySelector('[data-act~="rationale"]');
  if (why && all("[type=radio][data-act]", form).every((one) => names.has(one.name))) focusOn(why);
}

const STEPS = { next: 1, previous: -1 };

/** From row to row of a list, where no claim in hand has a next one. */
function step(by) {
  const rows = all("[data-rows]").flatMap((list) => all(list.dataset.rows, list)).filter(isShown);
  const at = rows.indexOf(document.activeElement) + by;
  const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
  if (row) focusOn(row, "nearest");
  return Boolean(row);
}

/** What the answer under way is about to change waits for it, as an undo does for the trim before. */
function waits(name) {
  const place = document.querySelector(`[data-waits-for]:has([data-act~="${CSS.escape(name)}"])`);
  const flight = place && document.querySelector(place.dataset.waitsFor);
  if (!flight) return false;
  const go = ({ detail }) => {
    if (detail.requestConfig.elt !== flight) return;
    document.removeEventListener("htmx:afterRequest", go);
    if (detail.successful) setTimeout(() => act(name), 30); // once the buttons are those of the answer
  };
  document.addEventListener("htmx:afterRequest", go);
  return true;
}

function act(name, isHeld) {
  if (waits(name)) return true;
  const doers = doersOf(name);
  // Of several the last: what opens over the page before the panel, the panel before the head.
  const one = doers.findLast(isShown) ?? unfold(doers);
  if (!one) return name in STEPS && step(STEPS[name]);
  // A key held down walks on; it does not undo, move or judge again and again.
  if (!isHeld || one.matches("a")) perform(one, doers);
  return true;
}

// --- Keys

/** The acts of a key, also under Caps Lock; on keyboards of other scripts by the key's place. */
function actsOf(event) {
  const { key } = event;
  const latin = key > "~" ? /^Key(.)$/.exec(event.code)?.[1] : event.getModifierState("CapsLock") && key;
  return acts[key] ?? acts[latin && latin.toLowerCase()] ?? [];
}

function save(target) {
  const verdict = document.querySelector('form[data-act~="verdict"]');
  const field = target.closest(TYPING);
  const form = field ? field.form : verdict;
  const button = form?.querySelector('[name="then"][value="next"]') ?? form?.querySelector("[type=submit]");
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const { key, target } = event;
  const typing = target.closest(TYPING);
  const isCovered = document.querySelector("dialog[open]") || target.closest("details[data-menu][open]");
  const control = event.ctrlKey || event.metaKey;
  if (key === "Escape" && typing && !isCovered) {
    (typing.closest('[tabindex="-1"]') ?? document.body).focus({ preventScroll: true });
    typing.blur();
  } else if (isCovered || (typing && !control)) return;
  else if (control || event.altKey) {
    if (key === "Enter" && control && save(target)) event.preventDefault();
  } else if (!("off" in map.dataset) && actsOf(event).some((name) => act(name, event.repeat))) event.preventDefault();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys-switch]")) map.toggleAttribute("data-off", !target.checked);
});
