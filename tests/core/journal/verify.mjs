// A second opinion on evidence bundles, written from the format alone, with nothing but node's own crypto.
//
//   node verify.mjs                 reads from standard input lines of JSON: {"bundle": base64, "kept": [text], "keys": text}
//                                   and answers each with a line: {"ok": true} or {"ok": false, "file": "...", "reason": "..."}

import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { createInterface } from "node:readline";
import { crc32 } from "node:zlib";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const HOST = 1, WITNESS = 4, SPKI = Buffer.from("302a300506032b6570032100", "hex");
const TABLE = ["number", "id", "kind", "at", "leaf"];
let crc = crc32;
if (!crc) {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  crc = (data) => {
    let sum = 0xffffffff;
    for (const byte of data) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
}

class Broken extends Error {
  constructor(reason, file) { super(reason); this.file = file; }
}
const need = (holds, reason, file) => { if (!holds) throw new Broken(reason, file); };

// Canonical JSON: parse, write again, compare.

function canonical(value) {
  if (typeof value === "string") { needText(value); return JSON.stringify(value); }
  if (typeof value === "number") { need(Number.isSafeInteger(value), "a number that is not whole"); return String(value); }
  if (typeof value === "boolean") return String(value);
  need(value !== null && typeof value === "object", "null is not written");
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  const keys = Object.keys(value).sort();
  return "{" + keys.map((key) => canonical(key) + ":" + canonical(value[key])).join(",") + "}";
}

const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function needText(text) {
  need(!HIDDEN.test(text), "a sign that cannot be seen");
  need(text.normalize("NFC") === text, "text that is not in NFC");
}

function utf8(bytes, file) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch { throw new Broken("no text in UTF-8", file); }
}

function readCanonical(bytes) {
  let value;
  try {
    value = JSON.parse(utf8(bytes));
  } catch { throw new Broken("no JSON in UTF-8"); }
  need(Buffer.from(canonical(value)).equals(bytes), "not canonical");
  return value;
}

// Keys and notes.

function base64(text) {
  const data = Buffer.from(text, "base64");
  return data.toString("base64") === text ? data : Buffer.alloc(0);
}

function readKeys(text) {
  return text.split(/\r\n|[\n\r]/).filter((line) => line.trim()).map((line) => {
    const [name, id, ...rest] = line.trim().split("+");
    const data = base64(rest.join("+"));
    need(data.length === 33 && (data[0] === HOST || data[0] === WITNESS) && name && !/\s/.test(name), "no key");
    const key = { name, type: data[0], public: data.subarray(1) };
    key.id = sha256(name, "\n", data).subarray(0, 4).toString("hex");
    need(key.id === id, "the key has another id");
    return key;
  });
}

function readNote(text) {
  const gap = text.indexOf("\n\n");
  const lines = text.slice(0, Math.max(gap, 0)).split("\n");
  need(gap > 0 && lines.length === 3 && text.endsWith("\n"), "no note");
  const [origin, size, root] = lines;
  need(/^(0|[1-9][0-9]{0,15})$/.test(size) && base64(root).length === 32 && origin && !/[\s+]/.test(origin), "no checkpoint");
  const signatures = text.slice(gap + 2, -1).split("\n").map((line) => {
    const [dash, name, data, more] = line.split(" ");
    const raw = base64(data ?? "");
    need(dash === "\u2014" && name && !name.includes("+") && raw.length >= 68 && more === undefined, "no signature line");
    return { name, id: raw.subarray(0, 4).toString("hex"), rest: raw.subarray(4) };
  });
  return { body: text.slice(0, gap + 1), origin, size: Number(size), root: base64(root), signatures };
}

function made(key, body, rest) {
  const pub = createPublicKey({ key: Buffer.concat([SPKI, key.public]), format: "der", type: "spki" });
  if (key.type === HOST) return rest.length === 64 && verifySignature(null, body, pub, rest);
  const head = `cosignature/v1\ntime ${rest.subarray(0, 8).readBigUInt64BE()}\n`;
  return rest.length === 72 && verifySignature(null, Buffer.concat([Buffer.from(head), body]), pub, rest.subarray(8));
}

function checkSignatures(note, keys, allKnown) {
  let host = false;
  for (const one of note.signatures) {
    const key = keys.find((each) => each.name === one.name && each.id === one.id);
    need(key || !allKnown, "signed by a stranger");
    if (!key) continue;
    need(made(key, Buffer.from(note.body), one.rest), "the signature does not hold");
    host ||= key.type === HOST;
  }
  need(host, "not signed by a host");
}

// Tree.

const node = (left, right) => sha256(Buffer.from([1]), left, right);

function treeRoot(leaves) {
  if (!leaves.length) return sha256("");
  if (leaves.length === 1) return leaves[0];
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return node(treeRoot(leaves.slice(0, half)), treeRoot(leaves.slice(half)));
}

function hash(text) {
  need(typeof text === "string" && /^[0-9a-f]{64}$/.test(text), "no hash");
  return Buffer.from(text, "hex");
}

// Top down, the other way round than verify.py: the path is taken from its end.
function rootFrom(leaf, seq, size, path) {
  if (size === 1) { need(!path.length, "the path is too long"); return leaf; }
  need(path.length, "the path is too short");
  const half = 2 ** Math.floor(Math.log2(size - 1)), other = path.at(-1), rest = path.slice(0, -1);
  return seq < half ? node(rootFrom(leaf, seq, half, rest), other) : node(other, rootFrom(leaf, seq - half, size - half, rest));
}

function rootsFrom(old, size, path, whole, oldRoot) {
  if (old === size) {
    if (whole) { need(!path.length, "the path is too long"); return [oldRoot, oldRoot]; }
    need(path.length === 1, "the path has another length");
    return [path[0], path[0]];
  }
  need(path.length, "the path is too short");
  const half = 2 ** Math.floor(Math.log2(size - 1)), other = path.at(-1), rest = path.slice(0, -1);
  if (old <= half) {
    const [first, second] = rootsFrom(old, half, rest, whole, oldRoot);
    return [first, node(second, other)];
  }
  const [first, second] = rootsFrom(old - half, size - half, rest, false, oldRoot);
  return [node(other, first), node(other, second)];
}

function joined(old, at, proofs) {
  need(old.origin === at.origin, "a checkpoint of another log");
  need(old.size <= at.size, "cut off, or made before");
  if (old.size === at.size) { need(old.root.equals(at.root), "two roots of one size"); return; }
  const found = proofs.filter((each) => each.from === old.size && each.to === at.size);
  need(found.length || !old.size, "no proof joins the checkpoints");
  for (const each of found) {
    const [first, second] = rootsFrom(old.size, at.size, each.path.map(hash), true, old.root);
    need(first.equals(old.root) && second.equals(at.root), "a fork");
  }
}

// Container: no compression, and only one way to write it.

function local(name, data) {
  const head = Buffer.alloc(30);
  head.write("PK\x03\x04", "latin1");
  [10, 0x800, 0, 0, 33].forEach((word, at) => head.writeUInt16LE(word, 4 + 2 * at));
  head.writeUInt32LE(crc(data) >>> 0, 14);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(data.length, 22);
  head.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([head, Buffer.from(name)]);
}

function container(files) {
  const parts = [], list = [];
  let offset = 0;
  for (const [name, data] of files) {
    const head = local(name, data), entry = Buffer.alloc(46);
    entry.write("PK\x01\x02", "latin1");
    entry.writeUInt16LE((3 << 8) | 20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE((0o100644 * 65536) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    list.push(entry, Buffer.from(name));
    parts.push(head, data);
    offset += head.length + data.length;
  }
  const central = Buffer.concat(list), end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

function unpack(data) {
  const files = new Map();
  let at = 0;
  while (at + 30 <= data.length && data.toString("latin1", at, at + 4) === "PK\x03\x04") {
    const size = data.readUInt32LE(at + 22), start = at + 30 + data.readUInt16LE(at + 26);
    const name = data.toString("utf8", at + 30, start);
    need(start + size <= data.length, "longer than the container", name);
    need(!files.has(name), "twice in the container", name);
    files.set(name, data.subarray(start, start + size));
    at = start + size;
  }
  need(container(files).equals(data), "not the one way to write this container");
  return files;
}

// The bundle.

function facts(files, manifest, keys, kept) {
  const lines = files.get("journal.jsonl").toString("latin1").split("\n");
  need(lines.pop() === "", "the last line does not end");
  const notes = [...files].filter(([name]) => name.startsWith("checkpoints/")).map(([, data]) => readNote(utf8(data)));
  const selected = files.has("proofs.json");
  const proofs = selected ? readCanonical(withoutEnd(files.get("proofs.json"))) : null;
  const leaves = [], found = new Map();
  let at = null, origin = "", last = -1, place = 0, before = "";
  if (selected) at = readNote(proofs.checkpoint), checkSignatures(at, keys, true);
  if (selected) need(proofs.inclusion.length === lines.length, "another number of proofs");
  for (const line of lines) {
    const bytes = Buffer.from(line, "latin1"), entry = readCanonical(bytes);
    if (entry.kind === "checkpoint") {
      need(!selected && Object.keys(entry).sort().join() === "kind,note", "a checkpoint here");
      const note = readNote(entry.note);
      need(note.size === leaves.length && note.root.equals(treeRoot(leaves)), "the checkpoint does not cover the entries");
      need(!origin || origin === note.origin, "a checkpoint of another log");
      checkSignatures(note, keys, true);
      origin = note.origin;
      continue;
    }
    need(entry.kind === "fact" && entry.fact && typeof entry.fact === "object", "neither fact nor checkpoint");
    const fields = Object.keys(entry).filter((field) => field !== "noticed").sort().join();
    need(fields === "fact,kind,leaf,salt,seq" && /^[0-9a-f]{32}$/.test(entry.salt), "other fields");
    const leaf = sha256(Buffer.from([0]), Buffer.from(entry.salt, "hex"), Buffer.from(canonical(entry.fact)));
    need(leaf.toString("hex") === entry.leaf, "salt, fact and leaf do not belong together");
    if (selected) {
      const proof = proofs.inclusion[place++];
      need(proof.seq === entry.seq && entry.seq > last && proof.leaf === entry.leaf, "the proof is of another entry");
      need(rootFrom(leaf, proof.seq, at.size, proof.path.map(hash)).equals(at.root), "not under the checkpoint");
      last = entry.seq;
    } else {
      need(entry.seq === leaves.length && entry.fact.id === `joint/${entry.seq}`, "out of order");
      need(entry.fact.at >= before, "time runs back");
      before = entry.fact.at;
      leaves.push(leaf);
    }
    found.set(String(entry.seq), entry.fact);
    found.set(`${entry.seq} leaf`, entry.leaf);
  }
  for (const [note, known] of [...notes.map((one) => [one, selected]), ...kept.map((one) => [one, false])]) {
    checkSignatures(note, keys, known);
    if (selected) { joined(note, at, proofs.consistency); continue; }
    need(!origin || note.origin === origin, "a checkpoint of another log");
    need(note.size <= leaves.length, "cut off");
    need(note.root.equals(treeRoot(leaves.slice(0, note.size))), "not the entries of that checkpoint");
    origin = note.origin;
  }
  at ??= { origin, size: leaves.length, root: treeRoot(leaves) };
  need(at.origin === manifest.origin && at.size === manifest.size && at.root.toString("hex") === manifest.root, "another root");
  return found;
}

const withoutEnd = (data) => (data.at(-1) === 10 ? data.subarray(0, -1) : data);

// A cell stands between quotation marks where it holds one, a comma or a line end, and nowhere else.
function rows(text) {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y, found = [[]];
  need(!text.includes("\0") && text.endsWith("\r\n"), "no table", "facts.csv");
  while (cell.lastIndex < text.length) {
    const [, quoted, plain, end] = cell.exec(text) ?? [];
    need(end, "the table is not written as one", "facts.csv");
    const said = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    need(quoted === undefined || /[",\r\n]/.test(said), "a cell is quoted without need", "facts.csv");
    found.at(-1).push(said);
    if (end === "\r\n") found.push([]);
  }
  return found.slice(0, -1);
}

function verify({ bundle, kept = [], keys = "" }) {
  const data = Buffer.from(bundle, "base64");
  const files = unpack(data);
  for (const name of ["manifest.json", "manifest.note", "keys.txt", "journal.jsonl", "facts.csv"]) need(files.has(name), "missing", name);
  const manifest = readCanonical(withoutEnd(files.get("manifest.json")));
  need(Object.keys(manifest).sort().join() === "files,kind,made,origin,root,size,version", "other fields", "manifest.json");
  need(manifest.kind === "bundle" && manifest.version === 1, "no manifest", "manifest.json");
  const known = readKeys(keys || utf8(files.get("keys.txt")));
  const note = readNote(utf8(files.get("manifest.note")));
  const signed = note.size === files.get("manifest.json").length && note.root.equals(sha256(files.get("manifest.json")));
  need(signed, "not the manifest that was signed", "manifest.json");
  need(note.origin === `${manifest.origin}/bundle`, "signed for another", "manifest.note");
  checkSignatures(note, known, true);
  need(note.signatures.every((each) => each.name === manifest.origin), "not signed by the host", "manifest.note");
  const names = ["manifest.json", "manifest.note", ...manifest.files.map((each) => each.name)];
  need(names.join("\n") === [...files.keys()].join("\n"), "other files than the manifest names");
  for (const { name, bytes, sha256: digest } of manifest.files) {
    const file = files.get(name);
    need(file.length === bytes && sha256(file).toString("hex") === digest, "changed", name);
  }
  const found = facts(files, manifest, known, kept.map(readNote));
  const table = rows(utf8(files.get("facts.csv"), "facts.csv"));
  need(table[0].slice(0, 5).join() === TABLE.join(), "another table", "facts.csv");
  for (const [number, id, kind, at, leaf] of table.slice(1)) {
    const fact = found.get(number);
    need(fact && fact.id === id && fact.kind === kind && fact.at === at, "a row of no entry", "facts.csv");
    need(found.get(`${number} leaf`) === leaf, "another leaf", "facts.csv");
  }
  const texts = new Set([...found.values()].filter((fact) => fact.kind === "CharterSigned").map((fact) => fact.text));
  for (const [name, file] of files)
    if (/^charter-.*\.yaml$/.test(name)) need(texts.has(file.toString()), "not signed", name);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer = { ok: true };
  try { verify(JSON.parse(line)); } catch (error) {
    answer = { ok: false, file: error.file ?? "", reason: String(error.message) };
  }
  console.log(JSON.stringify(answer));
}
