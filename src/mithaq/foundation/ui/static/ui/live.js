// Parts of a page that follow the record: `<main id="main" data-live="communique.text:k3m9 acts">`. The stream says only that
// one of these topics has changed; the page is then fetched again in the ordinary way, and what differs in its parts is
// put in, node by node: focus, scroll and whatever is being typed stay where they are. Without scripts nothing is lost.

const PARTS = "[data-live][id]";
const address = document.body.dataset.listen;
const KEPT = new Set(["open", "title", "hidden", "class"]);
const OWN = "[data-kept], [data-countdown], [data-own-time], input[name=csrfmiddlewaretoken]";
const SOON = 150;
const LATEST = 60000;

let stream = null;
let place = "";
let failures = 0;
let waiting = new Set();
let fetching = null;

const parts = () => [...document.querySelectorAll(PARTS)];
const topicsOf = (part) => part.dataset.live.split(/\s+/).filter(Boolean);

// Listening ----------------------------------------------------------------------------------------------------------

function age() {
  const [visit] = performance.getEntriesByType("navigation");
  return ((performance.now() - (visit?.responseStart || 0)) / 1000).toFixed(1);
}

function listen() {
  const topics = new Set(parts().flatMap(topicsOf));
  if (!address || !topics.size || stream || document.hidden) return;
  const asked = new URLSearchParams([...topics].map((topic) => ["follow", topic]));
  asked.set(place ? "after" : "age", place || age());
  stream = new EventSource(`${address}?${asked}`);
  stream.addEventListener("message", (event) => {
    failures = 0;
    place = event.lastEventId || place;
    JSON.parse(event.data).forEach((topic) => waiting.add(topic));
    if (waiting.size && !fetching) fetching = setTimeout(refetch, SOON);
  });
  stream.addEventListener("ended", () => { stop(); say("ended"); });
  // A stream that was refused does not come back by itself; one that broke does.
  stream.addEventListener("error", () => {
    if (stream?.readyState !== EventSource.CLOSED) return;
    stop();
    failures += 1;
    setTimeout(listen, Math.min(LATEST, 2000 * 2 ** failures) * (0.5 + Math.random() / 2));
  });
}

function stop() {
  stream?.close();
  stream = null;
}

// Fetching and putting in --------------------------------------------------------------------------------------------

async function refetch() {
  const topics = waiting;
  waiting = new Set();
  try {
    // A page that answers a form may lead elsewhere when it is asked for: that is no answer here, and no error either.
    const answer = await fetch(location.href, { headers: { "X-Live": "1" }, redirect: "manual", cache: "no-cache" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const concerned = parts().filter((part) => topicsOf(part).some((topic) => topics.has(topic)));
    if (concerned.map((part) => renew(part, fresh.getElementById(part.id))).some(Boolean)) say("updated");
  } catch {
    say("behind");  // the page stays as it was and says that it is not the latest
  }
  fetching = waiting.size ? setTimeout(refetch, SOON) : null;
}

function renew(part, fresh) {
  if (!fresh) return false;
  const changed = morph(part, fresh);
  part.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
  return changed;
}

const same = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName
  && (one.id || "") === (other.id || "") && (one.dataset?.key || "") === (other.dataset?.key || "");

// Makes `here` like `there` and says whether anything that is read has changed.
function morph(here, there) {
  if (here.nodeType !== Node.ELEMENT_NODE) {
    if (here.nodeValue === there.nodeValue) return false;
    const read = here.nodeValue.trim() !== there.nodeValue.trim();
    here.nodeValue = there.nodeValue;
    return read;
  }
  if (here.isEqualNode(there) || here.matches(OWN) || there.matches(OWN)) return false;
  if (here.matches("textarea, select, input") && typed(here)) return false;
  let changed = attributes(here, there);
  let next = here.firstChild;
  for (const wanted of [...there.childNodes]) {
    const found = after(next, wanted);
    if (found) {
      while (next !== found) next = dropped(next);
      next = found.nextSibling;
      changed = morph(found, wanted) || changed;
    } else {
      here.insertBefore(document.importNode(wanted, true), next);
      changed = true;
    }
  }
  while (next) { next = dropped(next); changed = true; }
  return changed;
}

// The node that goes on as `wanted`: the next one of its kind, or, where nodes have names, the one of its name.
function after(next, wanted) {
  if (next && same(next, wanted)) return next;
  if (!wanted.id && !wanted.dataset?.key) return null;
  let node = next;
  while (node && !same(node, wanted)) node = node.nextSibling;
  return node;
}

function dropped(node) {
  const next = node.nextSibling;
  // What somebody is working in is not taken away from under their hands.
  if (!node.contains?.(document.activeElement) || !document.activeElement.matches("input, textarea, select")) node.remove();
  return next;
}

function attributes(here, there) {
  let changed = false;
  for (const { name, value } of [...there.attributes]) {
    if (here.getAttribute(name) === value || (KEPT.has(name) && name !== "class")) continue;
    here.setAttribute(name, value);
    changed = true;
  }
  for (const { name } of [...here.attributes]) {
    if (!there.hasAttribute(name) && !KEPT.has(name)) { here.removeAttribute(name); changed = true; }
  }
  return changed;
}

function typed(field) {
  if (field === document.activeElement) return true;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

// Telling ------------------------------------------------------------------------------------------------------------

function say(what) {
  const words = document.querySelector(`[data-live-words] [data-says=${what}]`);
  const place = document.querySelector("[data-announce]");
  if (!words || !place) return;
  for (const other of words.parentElement.children) other.hidden = other !== words || what === "updated";
  place.textContent = words.textContent;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
window.addEventListener("pagehide", stop);
window.addEventListener("pageshow", listen);
