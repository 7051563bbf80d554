// What a rating asks of the evidence, said while a verdict is being written; the server decides when it is saved.
function tell() {
  const form = document.getElementById("verdict-form");
  const place = form?.querySelector("[data-lacking]");
  if (!place) return;
  const chosen = form.querySelector("[name=rating]:checked");
  const needed = Math.max(Number(chosen?.dataset.cites ?? 0), Number(chosen?.dataset.alone ?? 0));
  const cited = [...form.elements].filter((one) => one.name === "evidence" && one.checked).length;
  place.hidden = cited >= needed;
  if (place.hidden) return;
  const rule = document.getElementById(chosen.getAttribute("aria-describedby")).textContent.trim();
  place.textContent = `${rule} ${place.dataset.lacking.replace("%(n)s", cited)}`;
}

document.addEventListener("change", tell);
document.addEventListener("filled", tell);
document.addEventListener("htmx:load", tell);
tell();
