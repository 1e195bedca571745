// Checks a receipt or a promise in the browser: the file is read here and sent nowhere.
// The same checks as verify.py makes: RFC 6962 and 9162 for the tree, C2SP for notes, Ed25519 where the browser has it.

const utf8 = new TextEncoder();
const place = document.querySelector("[data-check]");
const file = place.querySelector("input[type=file]");
const known = place.querySelector("[data-key]");
const found = place.querySelector("[data-found]");

const bytes = (...parts) => {
  const all = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : part));
  const joined = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  all.reduce((at, part) => (joined.set(part, at), at + part.length), 0);
  return joined;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(...parts)));
const hex = (value) => [...value].map((one) => one.toString(16).padStart(2, "0")).join("");
const toBase64 = (value) => btoa(String.fromCharCode(...value));
const same = (one, other) => one.length === other.length && one.every((value, at) => value === other[at]);
const leaf = (entry) => sha256(new Uint8Array([0]), entry);
const node = (left, right) => sha256(new Uint8Array([1]), left, right);

function must(holds) {
  if (!holds) throw new Error("does not hold");
}

function fromHex(written) {
  must(/^([0-9a-f]{2})+$/.test(written));
  return new Uint8Array(written.match(/../g).map((pair) => parseInt(pair, 16)));
}

function fromBase64(written) {
  const value = Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
  must(toBase64(value) === written);
  return value;
}

// JSON in its one form (RFC 8785, for texts, whole numbers and keys in ASCII).
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

async function readKey(written) {
  const [, name, id, packed] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(written.trim());
  const raw = fromBase64(packed);
  must(raw.length === 33 && hex((await sha256(name, "\n", raw)).slice(0, 4)) === id);
  return { name, id, kind: raw[0], raw: raw.slice(1) };
}

function readNote(written) {
  const end = written.lastIndexOf("\n\n");
  const lines = written.slice(end + 2).split("\n");
  must(end > 0 && lines.pop() === "" && lines.length > 0 && lines.every((line) => line.startsWith("— ")));
  const signatures = lines.map((line) => line.slice(2).split(" ")).map(([name, value]) => ({ name, value: fromBase64(value) }));
  return { text: written.slice(0, end + 1), signatures };
}

// Seconds at which a witness signed, 0 for a log, null without a good signature.
async function signedAt(note, key) {
  const mine = note.signatures.filter((one) => one.name === key.name && hex(one.value.slice(0, 4)) === key.id);
  if (mine.length !== 1) return null;
  const value = mine[0].value.slice(4);
  const at = key.kind === 4 ? Number(new DataView(value.buffer, value.byteOffset).getBigUint64(0)) : 0;
  const message = key.kind === 4 ? `cosignature/v1\ntime ${at}\n${note.text}` : note.text;
  const signature = key.kind === 4 ? value.slice(8) : value;
  const imported = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
  return (await crypto.subtle.verify("Ed25519", imported, signature, bytes(message))) ? at : null;
}

async function includes(root, size, index, value, proof) {
  let [at, last, now] = [BigInt(index), BigInt(size) - 1n, value];
  for (const beside of proof) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      now = await node(beside, now);
      while (!(at & 1n) && at) [at, last] = [at >> 1n, last >> 1n];
    } else now = await node(now, beside);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && same(now, root);
}

// Shows one sentence of the page, with what belongs into its gaps.
function say(what, gaps = {}) {
  const line = place.querySelector(`template[data-says="${what}"]`).content.cloneNode(true);
  for (const gap of line.querySelectorAll("[data-gap]")) gap.textContent = gaps[gap.dataset.gap];
  found.append(line);
}

const inOurLanguage = (told) =>
  typeof told === "string" ? told : told?.[document.documentElement.lang] ?? Object.values(told ?? {})[0] ?? "—";

async function canCheckSignatures() {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
    return true;
  } catch (fault) {
    return fault.name !== "NotSupportedError";
  }
}

async function check(told) {
  must(told.v === 1 && (told.mithaq === "receipt" || told.mithaq === "promise"));
  const { payload } = told;
  const act = /^endorsement\.(given|withdrawn|documented)$/.exec(payload.act)?.[1];
  const gaps = { city: inOurLanguage(payload.city.name), text: inOurLanguage(payload.text.title), at: payload.at };
  const commit = hex(await sha256(fromHex(told.salt), canonical(payload)));
  must(act && canonical({ commit, v: 1 }) === told.entry);
  const key = await readKey(told.key);
  const note = readNote(told.mithaq === "promise" ? told.promise : told.checkpoint);
  const hashed = await leaf(told.entry);
  const signs = await canCheckSignatures();
  must(told.keys[0].succession === "" && told.keys.at(-1).key === told.key);
  for (const [place, { key: after, succession }] of told.keys.entries()) {
    if (place === 0) continue;
    const [before, names] = [await readKey(told.keys[place - 1].key), readNote(succession)];
    must(names.text === `${before.name}/key/v1\n${after}\n`);
    if (signs) must((await signedAt(names, before)) !== null);
  }
  if (signs) must((await signedAt(note, key)) !== null);
  const after = [];
  if (told.mithaq === "promise") {
    must(note.text === `${key.name}/promise/v1\n${toBase64(hashed)}\n`);
    after.push(["promised"]);
  } else {
    const [origin, size, root] = note.text.split("\n");
    must(origin === key.name && /^(0|[1-9]\d*)$/.test(size) && Number.isInteger(told.index));
    must(told.index >= 0 && BigInt(told.index) < BigInt(size));
    must(await includes(fromBase64(root), size, told.index, hashed, told.proof.map(fromBase64)));
    after.push(["included", { origin, size, index: told.index + 1 }]);
    const witnesses = await Promise.all(told.witnesses.map(readKey));
    must(note.signatures.every((one) => one.name === key.name || witnesses.some((witness) => witness.name === one.name)));
    for (const witness of witnesses) {
      const at = signs ? await signedAt(note, witness) : 0;
      must(at !== null);
      if (signs) after.push(["seen", { witness: witness.name, at: new Date(at * 1000).toISOString() }]);
    }
  }
  say(act, gaps);
  if (payload.by) {
    say("by", { person: inOurLanguage(payload.by.person), mandate: inOurLanguage(payload.by.mandate.evidence) });
  }
  if (payload.source) say("source", { words: payload.source });
  if (payload.text.hash) say("hash", { hash: payload.text.hash });
  else say("wordless");
  for (const one of payload.reservations ?? []) say("reserved", { words: inOurLanguage(one.words) });
  for (const [what, told] of after) say(what, told);
  const typed = known.value.trim();
  const isKnown = told.keys.some((one) => one.key === typed);
  if (typed === "") say("whose", { key: told.key });
  else say(isKnown ? "ours" : "another", { key: told.key });
  if (!signs) say("unsigned");
  say("later");
  say(typed !== "" && !isKnown ? "bad" : signs ? "good" : "partly");
}

async function look() {
  if (!file.files.length) return;
  found.replaceChildren();
  try {
    await check(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await file.files[0].arrayBuffer())));
  } catch {
    found.replaceChildren();
    say("bad");
  }
}

place.querySelector("[data-needs-script]").hidden = true;
place.querySelector("form").hidden = false;
place.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});
file.addEventListener("change", look);
