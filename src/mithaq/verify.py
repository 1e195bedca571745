#!/usr/bin/env python3
"""Check, without the site that made it, whether a city endorsed exactly a text.

    python3 verify.py FILE | FOLDER | ARCHIVE.zip | ADDRESS  [--key KEY] [--text FILE] [--language en|ar]

A FILE is a receipt or a promise (JSON). A FOLDER, a ZIP or an ADDRESS (https://…/log) is a published log. KEY is the
log's key as the group has published it elsewhere. The text's FILE is its canonical form (JSON), to compare its hash.
Exit code: 0 everything holds, 1 something does not, 2 unreadable. Hashes as in RFC 9162, notes and tiles as in C2SP.
"""

import argparse
import base64
import functools
import hashlib
import io
import json
import urllib.request
import zipfile
from datetime import datetime, timezone
from pathlib import Path


class Wrong(Exception):
    """Something does not hold; the arguments are the sentence in English and in Arabic."""

def must(holds, english, arabic):
    if not holds:
        raise Wrong(english, arabic)

# JSON in its one form (RFC 8785, for texts, whole numbers and keys in ASCII).
canonical = functools.partial(json.dumps, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
# Ed25519 (RFC 8032, section 5.1): checking only, so that nothing here is secret.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(number, point):
    """A point added to itself so many times."""
    rest = times(number >> 1, add(point, point)) if number else (0, 1, 1, 0)
    return add(rest, point) if number & 1 else rest

def point_of(packed):
    """The point in 32 bytes; None where there is none."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * ROOT % P if (x * x - square) % P else x
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

@functools.lru_cache(maxsize=1024)
def ed25519_holds(key, message, signature):
    """Whether a signature of 64 bytes stands under a message."""
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    one, other = times(s, base), add(r, times(h, a))
    return not (one[0] * other[2] - other[0] * one[2]) % P and not (one[1] * other[2] - other[1] * one[2]) % P

# Keys, notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
def read_key(written):
    """Name, identifier, kind and key out of `name+identifier+key`."""
    name, key_id, packed = written.strip().split("+", 2)
    raw = unpacked(packed)
    if len(raw) != 33 or hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
        raise ValueError("not a key")
    return name, bytes.fromhex(key_id), raw[0], raw[1:]

def unpacked(written):
    value = base64.b64decode(written, validate=True)
    if base64.b64encode(value).decode() != written:
        raise ValueError("not base64 in its one form")
    return value

def read_note(written):
    """The text and the signatures (name, bytes) of a signed note."""
    text, gap, below = written.rpartition("\n\n")
    lines = below.split("\n")
    if not gap or lines.pop() or not lines or not all(line.startswith("— ") for line in lines):
        raise ValueError("not a signed note")
    return text + "\n", [(name, unpacked(packed)) for name, packed in (line[2:].split(" ") for line in lines)]

def signed_at(text, signatures, key):
    """0 for a log's good signature, the seconds of a witness's; None where there is none, or a bad one."""
    name, key_id, kind, raw = read_key(key)
    found = [value[4:] for signer, value in signatures if signer == name and value[:4] == key_id]
    if len(found) != 1:
        return None
    at, signature = (int.from_bytes(found[0][:8], "big"), found[0][8:]) if kind == 4 else (0, found[0])
    message = (f"cosignature/v1\ntime {at}\n" if kind == 4 else "") + text
    return at if ed25519_holds(raw, message.encode(), signature) else None

def read_checkpoint(text):
    """Origin, size and root of a log's state."""
    origin, size, root = text.split("\n")[:3]
    if str(int(size)) != size or len(unpacked(root)) != 32:
        raise ValueError("not a checkpoint")
    return origin, int(size), unpacked(root)

# The tree (RFC 6962, section 2.1; RFC 9162, section 2.1.3).
def hashed(kind, *parts):
    """The hash of a leaf (kind 0) or of a node (kind 1)."""
    return hashlib.sha256(bytes([kind]) + b"".join(parts)).digest()

def root_of(hashes):
    """The root over leaf hashes."""
    if len(hashes) < 2:
        return (hashes or [hashlib.sha256(b"").digest()])[0]
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    return hashed(1, root_of(hashes[:middle]), root_of(hashes[middle:]))

def includes(root, size, index, value, proof):
    """Whether a proof leads from leaf `index` to the root."""
    last = size - 1
    for beside in proof:
        if index & 1 or index == last:
            value = hashed(1, beside, value)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = hashed(1, value, beside)
        index, last = index >> 1, last >> 1 if last else -1  # -1: the proof is too long
    return last == 0 and value == root

def check_told(told):
    """Check a receipt or a promise; the sentences that it shows, in English and in Arabic."""
    commit = hashlib.sha256(bytes.fromhex(told["salt"]) + canonical(told["payload"]).encode()).hexdigest()
    entry, key = canonical({"commit": commit, "v": 1}).encode(), last_of(told["keys"])
    is_signed = (told["v"], told["salt"], told["key"], told["entry"]) == (1, told["salt"].lower(), key, entry.decode())
    must(is_signed, "What it says is not what was signed.", "ما ورد فيه ليس ما جرى التوقيع عليه.")
    text, signatures = read_note(told["promise" if told["mithaq"] == "promise" else "checkpoint"])
    must(signed_at(text, signatures, key) is not None, "The log's signature does not hold.", "توقيع السجل غير صحيح.")
    if told["mithaq"] == "promise":
        promised = f"{read_key(key)[0]}/promise/v1\n{base64.b64encode(hashed(0, entry)).decode()}\n"
        must(text == promised, "The promise is about something else.", "الوعد يخص أمرًا آخر.")
        return [("It is promised: it enters the log when the text is published.", "وُعد بدخوله السجل عند نشر النص.")]
    origin, size, root = read_checkpoint(text)
    index, proof = told["index"], [unpacked(one) for one in told["proof"]]
    is_in = origin == read_key(key)[0] and told["mithaq"] == "receipt" and type(index) is int and 0 <= index < size
    is_in = is_in and includes(root, size, index, hashed(0, entry), proof)
    must(is_in, "The log in this state does not hold it.", "لا يتضمنه السجل في هذه الحالة.")
    seen = check_witnesses(text, signatures, origin, told["witnesses"])
    return [(f"Number {index + 1} of {size} in the log {origin}.", f"رقمه {index + 1} من {size} في {origin}."), *seen]

def last_of(keys):
    """The key in use, out of a log's keys in their order, each of which names the next one in a signed note."""
    names_it = keys[0]["succession"] == ""
    for old, new in zip(keys, keys[1:]):  # noqa: B905, RUF007 - each with the next
        (text, under), name = read_note(new["succession"]), read_key(old["key"])[0]
        names_it = names_it and text == f"{name}/key/v1\n{new['key']}\n" and signed_at(text, under, old["key"]) == 0
    must(names_it, "A change of the log's key does not hold.", "تغيير مفتاح السجل غير صحيح.")
    return keys[-1]["key"]

def check_witnesses(text, signatures, origin, keys):
    """When which witness saw a state, in sentences; each signature under it must be of one of them or of the log."""
    seen = {read_key(key)[0]: signed_at(text, signatures, key) for key in keys}
    is_whole = None not in seen.values() and {signer for signer, _value in signatures} == {origin, *seen}
    must(is_whole, "The signature of a witness does not hold.", "توقيع أحد الشهود غير صحيح.")
    for witness, at in seen.items():
        when = datetime.fromtimestamp(at, timezone.utc).isoformat()
        yield f"The witness {witness} saw this state at {when}.", f"شهد {witness} على هذه الحالة في {when}."

def in_words(payload):
    """Who did what, as the payload says, in English and in Arabic."""
    (city, madina), (title, unwan) = both(payload["city"]["name"]), both(payload["text"]["title"])
    acts = {"given": ("endorsed", "أيّدت"), "withdrawn": ("withdrew its endorsement of", "سحبت تأييدها لـ")}
    acts["documented"] = ("is said by a publication to endorse", "ذكر منشور أنها تؤيد")
    did, faalat = acts[payload["act"].removeprefix("endorsement.")]
    yield f"{city} {did} “{title}” ({payload['at']}).", f"{madina}: {faalat} «{unwan}» ({payload['at']})."
    yield f"Hash of the text: {payload['text']['hash'] or '—'}", f"بصمة النص: {payload['text']['hash'] or '—'}"
    if source := payload.get("source"):
        yield f"The city did not confirm it here. Source: {source}", f"لم تؤكده المدينة هنا. المصدر: {source}"
    if by := payload.get("by"):
        (person, shakhs), (letter, kitab) = both(by["person"]), both(by["mandate"].get("evidence") or "—")
        since = by["mandate"]["starts"][:10] + (" (provisional / مؤقت)" if by["provisional"] else "")
        yield f"By {person}, mandate “{letter}” since {since}.", f"بواسطة {shakhs}، بتفويض «{kitab}» منذ {since}."
    for one in payload.get("reservations", ()):
        (said, qala), kind = both(one["words"]), one["kind"]
        yield f"Beside it ({kind}): {said}", f"{'تحفظ' if kind == 'reservation' else 'تفسير'}: {qala}"

def both(told):
    """A name in English and in Arabic, or in whichever language it has."""
    told = {"en": told} if isinstance(told, str) else told
    first = next(iter(told.values()), "—")
    return told.get("en", first), told.get("ar", first)

def opened(written):
    """What stands in a JSON file of the log, which is written in one way only."""
    told = json.loads(written)
    is_as_written = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode() == written
    must(is_as_written, "A file is not as the log writes it.", "ملف ليس كما يكتبه السجل.")
    return told

def check_log(fetch):
    """Check a published log, whose files `fetch` gives: its state, every tile, every text, every public receipt."""
    about, (text, signatures) = opened(fetch("log.json")), read_note(fetch("checkpoint").decode())
    (origin, size, root), key = read_checkpoint(text), last_of(about["keys"])
    is_signed = read_key(key)[0] == origin and signed_at(text, signatures, key) is not None
    must(is_signed, "The log's signature does not hold.", "توقيع السجل غير صحيح.")
    said, entries = list(check_witnesses(text, signatures, origin, about["witnesses"])), []
    for tile in tiles(fetch, "entries", size):
        while tile:  # each entry stands after its length in two bytes
            end = 2 + int.from_bytes(tile[:2], "big")
            entries.append(tile[2:end])
            tile = tile[end:]
    hashes = [hashed(0, entry) for entry in entries]
    is_whole = len(entries) == size and root_of(hashes) == root
    must(is_whole, "The entries are not those of the signed state.", "المدخلات ليست مدخلات الحالة الموقعة.")
    for level in range(8):
        is_same = b"".join(tiles(fetch, level, len(hashes))) == b"".join(hashes)
        must(is_same, f"The tiles of level {level} were altered.", f"غُيّرت ألواح المستوى {level}.")
        hashes = [root_of(hashes[at : at + 256]) for at in range(0, len(hashes) - 255, 256)]
    for path, digest in [("verify.py", about["verifier"]), *((f"texts/{one}.json", one) for one in about["texts"])]:
        is_same = hashlib.sha256(fetch(path)).hexdigest() == digest
        must(is_same, f"The file {path} was altered.", f"غُيّر الملف {path}.")
    for name in about["receipts"]:
        told = opened(fetch(f"receipts/{name}.json"))
        check_told(told)
        is_ours = told["keys"] == about["keys"] and entries[told["index"]].decode() == told["entry"]
        must(is_ours, f"The receipt {name} is not of this log.", f"الإيصال {name} ليس من هذا السجل.")
        said += in_words(told["payload"])
    said.append((f"The log {origin} holds, with {size} entries.", f"السجل {origin} سليم، وفيه {size} من المدخلات."))
    many = len(about["receipts"])
    return about["keys"], [*said, (f"Public in words: {many} of them.", f"المعلن منها بكلماته: {many}.")]

def tiles(fetch, level, count):
    """The bytes of the tiles of a level that has so many hashes or entries."""
    for number in range(-(-count // 256)):
        path, above, last = f"{number % 1000:03}", number // 1000, count - number * 256
        while above:
            path, above = f"x{above % 1000:03}/{path}", above // 1000
        yield fetch(f"tile/{level}/{path}" + (f".p/{last}" if last < 256 else ""))

def zipped(files):
    """A ZIP of these files (path and content) as the site writes one: each byte of it follows from them."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for path, content in files:
            about = zipfile.ZipInfo(path)
            about.create_system = 3  # the same on every machine
            archive.writestr(about, content)
    return kept.getvalue()

def check(place, key=None, text=None):
    """The sentences about what was found, in English and in Arabic. Raises `Wrong`."""
    if place.startswith(("https://", "http://")):
        keys, said = check_log(lambda path: urllib.request.urlopen(f"{place}/{path}", timeout=30).read())
    elif Path(place).is_dir():
        keys, said = check_log(lambda path: Path(place, path).read_bytes())
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            keys, said = check_log(archive.read)
            is_ours = zipped((name, archive.read(name)) for name in archive.namelist()) == Path(place).read_bytes()
        said += [] if is_ours else [("Not checked: what is around the files in the ZIP.", "لم يُتحقق: غلاف ملف ZIP.")]
    else:
        told = json.loads(Path(place).read_bytes())
        keys, said = told["keys"], [*in_words(told["payload"]), *check_told(told)]
        is_it = not text or hashlib.sha256(Path(text).read_bytes()).hexdigest() == told["payload"]["text"]["hash"]
        must(is_it, "The text is another one.", "النص نص آخر.")
        said.append(("Not checked: whether it was withdrawn later.", "لم يُتحقق: هل سُحب لاحقًا."))
        said += [] if text else [("Not checked: the words of the text (--text).", "لم يُتحقق: كلمات النص (--text).")]
    known = [one["key"] for one in keys]
    must(not key or key.strip() in known, "It is signed with another key.", "وُقّع بمفتاح آخر.")
    whose = (f"Not checked: whose key this is (--key): {known[0]}", f"لم يُتحقق: لمن هذا المفتاح: {known[0]}")
    return said if key else [*said, whose]

def main(arguments=None):
    parser = argparse.ArgumentParser(prog="verify", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("place", help="a receipt, a folder, a ZIP or an address")
    for flag, meaning in (("--key", "the log's key, from elsewhere"), ("--text", "the text's canonical form, a file")):
        parser.add_argument(flag, help=meaning)
    parser.add_argument("--language", choices=["en", "ar"], help="one language only")
    asked = parser.parse_args(arguments)
    try:
        code, said = 0, check(asked.place, asked.key, asked.text)
        said.append(("EVERYTHING THAT WAS CHECKED HOLDS.", "كل ما جرى التحقق منه سليم."))
    except Wrong as wrong:
        code, said = 1, [wrong.args, ("IT DOES NOT HOLD.", "غير سليم.")]
    except Exception as fault:  # noqa: BLE001 - whatever a file that was tampered with leads to
        code, said = 2, [(f"It cannot be read: {fault}", f"لا يمكن قراءته: {fault}")]
    for place, language in enumerate(("en", "ar")):
        for sentence in said if asked.language in (None, language) else ():
            print("".join(letter for letter in sentence[place] if letter.isprintable()))  # no codes for the terminal
    return code

if __name__ == "__main__":
    raise SystemExit(main())
