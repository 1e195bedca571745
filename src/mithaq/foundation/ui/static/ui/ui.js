// What the pages do more where scripts run. Nothing here is needed: every page works without it.

const root = document.documentElement;
const locale = root.dataset.locale || root.lang;
const now = () => Date.now() + Number(root.dataset.clockOffset || 0) * 1000;

// Countdowns ---------------------------------------------------------------------------------------------------------

const UNITS = [["day", 86400000], ["hour", 3600000], ["minute", 60000]];

function inWords(milliseconds) {
  const sizes = [];
  let rest = Math.max(milliseconds, 60000);
  for (const [unit, length] of UNITS) {
    sizes.push([unit, Math.floor(rest / length)]);
    rest %= length;
  }
  const first = sizes.findIndex(([, count]) => count > 0);
  const told = sizes.slice(first, first + 2).filter(([, count]) => count > 0)
    .map(([unit, count]) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count));
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(told);
}

function count() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const left = Date.parse(place.dataset.countdown) - now();
    const words = left > 0 ? inWords(left) : place.dataset.over;
    if (place.textContent !== words) place.textContent = words;
  }
}

// The reader's own clock ---------------------------------------------------------------------------------------------

function ownTime(instant) {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  }).format(instant);
}

// Whether the reader's clock shows what the page says already: the instant is written with the page's own offset.
function sameClock(written, at) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(written) || ["", "+", 0, 0];
  return Number(sign + 1) * (Number(hours) * 60 + Number(minutes)) === -at.getTimezoneOffset();
}

function tellOwnTime(part) {
  for (const place of part.querySelectorAll("[data-own-time]")) {
    const at = new Date(place.dataset.ownTime);
    place.querySelector("span").textContent = ownTime(at);
    place.hidden = sameClock(place.dataset.ownTime, at);
  }
  for (const place of part.querySelectorAll("time[data-moment]")) place.title = ownTime(new Date(place.dateTime));
}

// Where nobody has chosen a clock yet, the reader's own is offered.
for (const choice of document.querySelectorAll("select[data-readers-zone]")) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...choice.options].some((one) => one.value === own)) choice.value = own;
}

// Menus --------------------------------------------------------------------------------------------------------------

function shutMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => shutMenus(event.target.closest("details[data-menu]")));

// Copying an address -------------------------------------------------------------------------------------------------

async function copy(button) {
  await navigator.clipboard.writeText(new URL(button.dataset.copy || "", location.href).href);
  announce(button.dataset.done || "");
}

function announce(words) {
  const place = document.querySelector("[data-announce]");
  if (place) place.textContent = words;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

// Keys ---------------------------------------------------------------------------------------------------------------

const OFF = "mithaq-keys-off";
const help = document.getElementById("keys");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function step(by) {
  const all = [...document.querySelectorAll("[data-step]")];
  if (!all.length) return;
  const here = all.indexOf(document.activeElement.closest("[data-step]"));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// A page without steps may have one button for a key.
const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();

const KEYS = {
  j: () => (document.querySelector("[data-step]") ? step(1) : press("j")),
  k: () => (document.querySelector("[data-step]") ? step(-1) : press("k")),
  a: () => document.activeElement.closest("[data-step]")?.querySelector('[data-key="a"]')?.click(),
  "[": () => press("["),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return shutMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
  if (localStorage.getItem(OFF) || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

// On a page of finds the arrows go from the search field to the first find, and on.
document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target.closest("[data-search], [data-arrows] [data-step]");
  if (!by || !here || !document.querySelector("[data-arrows] [data-step]")) return;
  event.preventDefault();
  if (by < 0 && here === document.querySelector("[data-step]")) document.querySelector("[data-search]").focus();
  else step(by);
});

// Pictures -----------------------------------------------------------------------------------------------------------

// A picture that is wider than its room begins where the year is now.
function showNow(room) {
  const now = room.querySelector("svg .now");
  if (!now || room.scrollWidth <= room.clientWidth) return;
  const place = room.getBoundingClientRect();
  room.scrollBy(now.getBoundingClientRect().left - place.left - place.width / 2, 0);
}

// Starting -----------------------------------------------------------------------------------------------------------

function furnish(part) {
  tellOwnTime(part);
  for (const button of part.querySelectorAll("[data-copy][hidden], [data-keys][hidden]")) button.hidden = false;
  part.querySelectorAll(".picture__room").forEach(showNow);
  part.querySelector("[data-focus]")?.focus();
  count();
}

document.querySelector("[data-keys]")?.addEventListener("click", () => help.showModal());

const off = document.querySelector("[data-keys-off]");
if (off) {
  off.checked = Boolean(localStorage.getItem(OFF));
  off.addEventListener("change", () => (off.checked ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF)));
}

furnish(document);
document.addEventListener("htmx:load", (event) => furnish(event.target));
document.addEventListener("live:changed", (event) => { tellOwnTime(event.target); count(); });
setInterval(count, 15000);
