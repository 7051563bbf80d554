// Whom an @ may name, offered while it is typed. Without this the name is typed in full; the server reads both.
let list, field, from, chosen;

const set = (name, value) => value ? field?.setAttribute(name, value) : field?.removeAttribute(name);

function close() {
  list?.remove();
  set("aria-activedescendant");
  set("aria-controls");
  list = field = null;
}

function choose(at) {
  const all = list.children;
  chosen = (at + all.length) % all.length;
  for (const one of all) one.ariaSelected = one === all[chosen];
  all[chosen].scrollIntoView({ block: "nearest" });
  set("aria-activedescendant", all[chosen].id);
}

function take() {
  field.setRangeText(`@${list.children[chosen].dataset.handle} `, from, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("input", ({ target }) => {
  close();
  if (!target.matches("[data-naming]")) return;
  const typed = target.value.slice(0, target.selectionStart).match(/(?<![\w@.+/-])@([\p{L}\p{N}_.+-]*)$/u);
  if (!typed) return;
  const fits = ({ value, text }) => `${value} ${text}`.toLowerCase().split(" ").some((part) => part.startsWith(typed[1].toLowerCase()));
  const names = document.getElementById("handles");
  const found = [...names.options].filter(fits).slice(0, 8);
  if (!found.length) return;
  field = target;
  from = typed.index;
  list = Object.assign(document.createElement("ul"), { id: "naming", className: "naming", role: "listbox", ariaLabel: names.title });
  found.forEach(({ value, text }, at) => {
    const one = Object.assign(document.createElement("li"), { id: `naming-${at}`, role: "option", textContent: text });
    one.dataset.handle = value;
    list.append(one);
  });
  field.after(list);
  set("aria-controls", "naming");
  choose(0);
});

addEventListener("keydown", (event) => {
  const act = list && { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: take, Tab: take, Escape: close }[event.key];
  if (!act || event.isComposing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}, true);

addEventListener("mousedown", (event) => {
  const at = [...list?.children ?? []].indexOf(event.target);
  if (at < 0) return;
  event.preventDefault(); // the focus stays in the field
  choose(at);
  take();
});
addEventListener("focusout", close);
