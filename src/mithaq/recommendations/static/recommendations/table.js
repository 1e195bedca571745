// Whoever moves the slider wants groups by closeness, and whoever types a number wants so many: the choice follows the hand.

document.querySelector(".cut")?.addEventListener("input", (event) => {
  const by = event.currentTarget.elements.by;
  if (event.target.name === "points" || event.target.name === "closeness") by.value = event.target.name;
}, { capture: true });

// Ticks go along to another page of the groups, so that what stands on two of them can be put together.
document.querySelector(".table-form")?.addEventListener("click", (event) => {
  const link = event.target.closest(".pagination a");
  if (!link) return;
  const there = new URL(link.href);
  there.searchParams.delete("chosen");
  const ticked = event.currentTarget.querySelectorAll('[name="chosen"]:checked');
  for (const value of new Set(Array.from(ticked, (one) => one.value))) there.searchParams.append("chosen", value);
  link.href = there.href;
}, { capture: true });
