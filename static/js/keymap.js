// The fields of the key map: what is there is selected, so that the next key takes its place. The form works without.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-key-field]")) event.target.select();
});
