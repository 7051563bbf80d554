// Selected words dragged onto "Who said it", or onto another claim in the text, are its source. The key for source
// words does the same for the claim in hand.
import { claimInHand } from "./editing.js";
import { placesSelected, textShown } from "./offsets.js";
import { run } from "./selecting.js";

let isDragged = false;
let over = null;

function light(shown) {
  over?.classList.remove("takes");
  shown?.classList.add("takes");
  over = shown;
}

document.addEventListener("dragstart", ({ target }) => {
  isDragged = textShown()?.contains(target) && placesSelected().length > 0;
});
document.addEventListener("dragover", (event) => {
  light(isDragged ? event.target.closest("#voices, #article-text mark") : null);
  if (over) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!over) return;
  event.preventDefault();
  run("source", { claim: over.dataset.claim ?? claimInHand() });
});
document.addEventListener("dragend", () => {
  isDragged = false;
  light(null);
});
