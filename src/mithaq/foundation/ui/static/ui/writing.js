// A form that says who is at it and keeps what is typed, so that a browser that breaks loses nothing.

const EVERY = 20000;
const AFTER = 1500;
const OURS = new Set(["csrfmiddlewaretoken", "writing"]);

for (const token of document.querySelectorAll("form input[data-writing]")) attend(token.form, token);

function attend(form, token) {
  const others = form.querySelector("[data-writing-others]");
  let typed = null;
  let kept = words(form);
  let sent = false;

  function said(extra) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("writing", token.value);
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    return body;
  }

  async function say() {
    if (sent || document.hidden) return;
    const now = words(form);
    const body = said(now === kept ? {} : { words: now });
    try {
      const answer = await fetch(token.dataset.writing, { method: "POST", body, redirect: "error" });
      if (!answer.ok) return;
      kept = now;
      const told = (await answer.text()).trim();
      if (others.innerHTML.trim() !== told) others.innerHTML = told;
    } catch { /* the next time will tell; what was typed is still on the page */ }
  }

  form.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(say, AFTER); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(typed); });
  window.addEventListener("pagehide", () => {
    const now = words(form);
    if (!sent && now !== kept) navigator.sendBeacon(token.dataset.writing, said({ words: now }));
    navigator.sendBeacon(token.dataset.writing, said({ leaving: "1" }));
  });
  window.addEventListener("pageshow", () => { sent = false; });
  setInterval(say, EVERY);
  say();
}

function words(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OURS.has(name)) (fields[name] ??= []).push(value);
  }
  return JSON.stringify(fields);
}
