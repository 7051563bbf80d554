// Choosing many claims of the list: shift-click takes a range, a key the row in focus, one box all that are shown.
const words = document.getElementById("words").dataset;
const boxes = () => [...document.querySelectorAll("#claim-list > li:not([hidden]) [data-pick]")];

let last = null;

function count() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const told = document.querySelector("[data-chosen]");
  if (told) told.textContent = chosen ? words.chosen.replace("%s", chosen) : "";
  const every = document.querySelector("[data-pick-all]");
  if (!every) return;
  every.checked = chosen > 0 && chosen === all.length;
  every.indeterminate = chosen > 0 && chosen < all.length;
}

// With a script the ticked boxes themselves say which claims are meant: exactly those that the person saw.
const ready = () => document.querySelector("[data-pick-all]")?.removeAttribute("name");

function take(box, { range }) {
  const all = boxes();
  const from = range ? all.indexOf(last) : -1;
  const to = all.indexOf(box);
  if (from >= 0) for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
  last = box;
  count();
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.matches("[data-pick]")) take(target, { range: event.shiftKey });
  else if (target.closest("[data-pick-row]")) {
    const box = document.activeElement.closest("#claim-list > li")?.querySelector("[data-pick]");
    if (!box) return;
    box.checked = !box.checked;
    take(box, { range: false });
  }
});

// The browser would mark the words between two shift-clicks as selected text.
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && event.target.closest(".pick")) event.preventDefault();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-pick-all]")) return;
  for (const box of document.querySelectorAll("#claim-list [data-pick]")) {
    box.checked = target.checked && !box.closest("li").hidden;
  }
  count();
});

document.addEventListener("htmx:load", () => { last = null; ready(); count(); });
ready();
count();
