// Passkeys: the browser makes one or signs with one, and the form beside it carries the result.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
}

function told(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsAt, { headers: { Accept: "application/json" } });
  return (await answer.json()).options;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    try {
      const options = asked(await optionsOf(form));
      const make = form.dataset.passkey === "create";
      const credential = await (make ? navigator.credentials.create(options) : navigator.credentials.get(options));
      form.elements.credential.value = told(credential);
      form.submit();
    } catch {
      form.querySelector("[data-passkey-failed]").hidden = false;
    }
  });
}
