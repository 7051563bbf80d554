// "/" leads to the field, unless somebody types or has switched single keys off (WCAG 2.1.4).
const field = document.getElementById("search-q");

function isOff() {
  try { return localStorage.getItem("single-keys-off") === "1"; } catch { return false; }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable="true"]');
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
  event.preventDefault();
  field.focus();
  field.select();
});
