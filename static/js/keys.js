// The workbench by keyboard. Single keys rest while somebody types, with modifiers, and when switched off (WCAG 2.1.4).
const SWITCH = "single-keys-off";
const sheet = document.getElementById("cheat-sheet");
const toggle = document.querySelector("[data-keys-switch]");

const isOff = () => { try { return localStorage.getItem(SWITCH) === "1"; } catch { return false; } };
const follow = (selector) => {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
};

function step(by) {
  if (follow(`[data-go="${by > 0 ? "next" : "prev"}"]`) || document.getElementById("claim-panel")) return;
  const rows = [...document.querySelectorAll("#claim-list > li:not([hidden]) a.claim")];
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

function choose(key) {
  const option = document.querySelector(`#verdict-form input[data-key="${CSS.escape(key)}"]`);
  if (!option) return false;
  option.focus();
  option.click();
  return true;
}

function walkEvidence() {
  const boxes = [...document.querySelectorAll("#evidence .cite")].filter((box) => box.checkVisibility());
  boxes[(boxes.indexOf(document.activeElement) + 1) % boxes.length]?.focus();
}

function writeWhy() {
  const field = document.getElementById("rationale");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}

function findInList() {
  const field = document.querySelector("[data-filter]");
  if (field) field.focus();
  else follow('[data-go="list"]');
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => follow('[data-go="next-open"]'),
  l: () => follow('[data-go="list"]'),
  e: walkEvidence,
  r: writeWhy,
  v: () => document.getElementById("verdict-form")?.scrollIntoView({ block: "start" }),
  "/": findInList,
  "?": () => sheet?.showModal(),
};

const TYPING = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"]';

function saveAndGoOn() {
  const form = document.getElementById("verdict-form");
  (form?.querySelector('[name="then"][value="next"]') ?? form?.querySelector('[name="then"]'))?.click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.(TYPING);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    saveAndGoOn();
    return;
  }
  if (event.key === "Escape" && typing) {
    typing.blur();
    return;
  }
  if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (sheet?.open || (isOff() && event.key !== "?")) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key.length === 1 && choose(event.key)) {
    event.preventDefault();
  }
});

if (toggle) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "1");
  });
}
