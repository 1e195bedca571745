// A field above each long list of boxes that narrows it to those with the words typed. What is ticked stays in sight.

const LONG = 12;
const pattern = document.querySelector("[data-narrowing]");

// Letters without their marks, and the forms of alef, ya and ta marbuta as one, as in every search here.
function folded(words) {
  return words.normalize("NFKD").replace(/[\u0300-\u036f\u0640\u064b-\u065f]/g, "").toLowerCase()
    .replace(/[ٱأإآ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه");
}

function narrow(ticks, typed) {
  const words = folded(typed).split(/\s+/);
  for (const tick of ticks) {
    const told = folded(tick.textContent);
    tick.hidden = !tick.querySelector("input").checked && !words.every((word) => told.includes(word));
  }
}

for (const list of document.querySelectorAll("div.many")) {
  const ticks = [...list.children];
  if (!pattern || ticks.length <= LONG) continue;
  const place = pattern.content.firstElementChild.cloneNode(true);
  const field = place.querySelector("input");
  field.addEventListener("input", () => narrow(ticks, field.value));
  // Enter would hand the whole form in.
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.before(place);
}
