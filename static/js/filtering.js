// Filter the list by words: at once among the rows there are, then by the server, so that every link carries it on.
import { fetchPanel } from "./ahead.js";

const panel = document.getElementById("panel");
let typed = 0;

async function refilter(field) {
  const url = new URL(location);
  if (field.value.trim()) url.searchParams.set("q", field.value.trim());
  else url.searchParams.delete("q");
  const turn = typed;
  history.replaceState(history.state, "", url);
  const html = await fetchPanel(url).catch(() => "");
  if (!html || turn !== typed || !field.isConnected) return;
  const { value, selectionStart, selectionEnd } = field;
  const isFocused = document.activeElement === field;
  htmx.swap(panel, html, { swapStyle: "innerHTML" });
  const fresh = document.getElementById("filter");
  if (!fresh || !isFocused) return;
  fresh.value = value;
  fresh.focus({ preventScroll: true });
  fresh.setSelectionRange(selectionStart, selectionEnd);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-filter]")) return;
  const wanted = target.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of document.querySelectorAll("#claim-list > li")) {
    const says = row.textContent.toLocaleLowerCase();
    row.hidden = !wanted.every((word) => says.includes(word));
    if (!row.hidden) shown += 1;
  }
  const none = document.querySelector("[data-filter-empty]");
  if (none) none.hidden = shown > 0;
  typed += 1;
  const turn = typed;
  setTimeout(() => { if (turn === typed && target.isConnected) refilter(target); }, 250);
});
