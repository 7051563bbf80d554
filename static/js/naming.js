// Offers whom an @ may name. Without this it is typed in full.
let list, field, from, chosen;

function close() {
  list?.remove();
  field?.removeAttribute("aria-activedescendant");
  list = field = null;
}

function choose(at) {
  const all = list.children;
  chosen = (at + all.length) % all.length;
  for (const one of all) one.ariaSelected = one === all[chosen];
  field.setAttribute("aria-activedescendant", all[chosen].id);
}

function take() {
  field.setRangeText(`@${list.children[chosen].title} `, from, field.selectionStart, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("input", ({ target }) => {
  close();
  if (!target.matches("[data-naming]")) return;
  const typed = target.value.slice(0, target.selectionStart).match(/(?<![\w@.+/-])@([\p{L}\p{N}_.+-]*)$/u);
  if (!typed) return;
  const fits = ({ value, text }) => ` ${value} ${text}`.toLowerCase().includes(` ${typed[1].toLowerCase()}`);
  const names = document.getElementById("handles");
  const found = [...names.options].filter(fits).slice(0, 8);
  if (!found.length) return;
  field = target;
  from = typed.index;
  list = Object.assign(document.createElement("ul"), { id: "naming", className: "naming", role: "listbox", ariaLabel: names.title });
  found.forEach(({ value, text }, at) => {
    const one = Object.assign(document.createElement("li"), { id: `naming-${at}`, role: "option", textContent: text, title: value });
    list.append(one);
  });
  field.after(list);
  choose(0);
});

addEventListener("keydown", (event) => {
  const act = list && { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: take, Tab: take, Escape: close }[event.key];
  if (!act || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}, true);

addEventListener("mousedown", (event) => {
  if (!list?.contains(event.target)) return;
  event.preventDefault();
  choose([...list.children].indexOf(event.target));
  take();
});
addEventListener("focusout", close);
