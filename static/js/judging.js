// The verdict's form at hand: what is chosen stands beside the buttons, what is missing is said before it is sent,
// and the answers of the claim before are one key away.
const formNow = () => document.getElementById("verdict-form");
const SVG = "http://www.w3.org/2000/svg";
let last = null;

// --- What is chosen

const labelOf = (box) => box?.closest("label").querySelector(".what").textContent.trim();

function showChosen() {
  const form = formNow();
  const place = form?.querySelector("[data-chosen]");
  if (!place) return;
  const chosen = ["finding", "rating"].map((name) => labelOf(form.querySelector(`[name="${name}"]:checked`)));
  place.textContent = chosen.filter(Boolean).join(" · ");
}

// --- As on the claim before

function offerLast() {
  const button = formNow()?.querySelector("[data-same]");
  if (!button || !last) return;
  Object.assign(button.dataset, last);
  button.hidden = false;
}

function check(form, name, value) {
  const box = [...form.elements].find((one) => one.name === name && one.value === value);
  if (box && !box.checked) box.click();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-same]");
  if (!button) return;
  const { form } = button;
  check(form, "finding", button.dataset.finding);
  check(form, "rating", button.dataset.rating);
  form.elements.rationale.focus();
  form.elements.rationale.scrollIntoView({ block: "nearest" });
});

// --- What is missing

const isMissing = (part) => {
  const text = part.querySelector("textarea");
  return text ? !text.value.trim() : !part.querySelector(":checked");
};

function say(part) {
  const told = document.createElement("p");
  told.className = "errors";
  told.role = "alert";
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", "i");
  icon.setAttribute("aria-hidden", "true");
  icon.append(document.createElementNS(SVG, "use"));
  icon.firstChild.setAttribute("href", "#i-failed");
  told.append(icon, ` ${part.dataset.missing}`);
  part.querySelector("legend, label").after(told);
  part.querySelector("textarea")?.setAttribute("aria-invalid", "true");
}

function unsay(part) {
  for (const told of part.querySelectorAll(".errors")) told.remove();
  part.querySelector("textarea")?.removeAttribute("aria-invalid");
}

document.addEventListener("htmx:confirm", (event) => {
  const form = event.detail.elt;
  if (form.id !== "verdict-form") return;
  form.querySelectorAll("[data-missing]").forEach(unsay);
  const missing = [...form.querySelectorAll("[data-missing]")].filter(isMissing);
  if (!missing.length) return;
  event.preventDefault();
  missing.forEach(say);
  const first = missing[0].querySelector("input, textarea");
  first.focus({ preventScroll: true });
  missing[0].scrollIntoView({ block: "center" });
});

// What is given is no longer missing.
document.addEventListener("input", ({ target }) => {
  const part = target.closest?.("#verdict-form [data-missing]");
  if (part && !isMissing(part)) unsay(part);
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id !== "verdict-form") return;
  last = { finding: detail.parameters.finding, rating: detail.parameters.rating };
});

document.addEventListener("change", showChosen);
document.addEventListener("filled", showChosen);
function arrive() {
  showChosen();
  offerLast();
}
document.addEventListener("htmx:load", arrive);
arrive();
