// Whoever moves the slider wants groups by closeness, and whoever types a number wants so many: the choice follows the hand.

document.querySelector(".cut")?.addEventListener("input", (event) => {
  const by = event.currentTarget.elements.by;
  if (event.target.name === "points" || event.target.name === "closeness") by.value = event.target.name;
}, { capture: true });
