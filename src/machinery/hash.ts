import { compileDump } from './hash/go-dump.ts';
import { compileMembers } from './hash/go-encode.ts';
import type { GoHashTypes } from './hash/go-types.ts';
import type { Fields } from './json.ts';

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const encoder = new TextEncoder();

/** FNV-1a, 32 bits: xor, then multiply. */
export function fnv32a(data: string | Uint8Array, start = OFFSET): number {
  let hash = start;
  for (const byte of bytesOf(data)) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}

/** FNV-1, 32 bits: multiply, then xor. */
export function fnv32(data: string | Uint8Array, start = OFFSET): number {
  let hash = start;
  for (const byte of bytesOf(data)) hash = Math.imul(hash, PRIME) ^ byte;
  return hash >>> 0;
}

const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? encoder.encode(data) : data;

const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A number's digits as letters that make no words (H-3). */
export function safeEncode(text: string): string {
  let safe = '';
  for (const letter of text) safe += SAFE_LETTERS.charAt((letter.codePointAt(0) ?? 0) % SAFE_LETTERS.length);
  return safe;
}

interface Compiled {
  readonly dump: (value: unknown) => string;
  readonly members: (value: Fields) => string;
}

const compiled = new WeakMap<GoHashTypes, Compiled>();

function compiledFor(types: GoHashTypes): Compiled {
  const known = compiled.get(types);
  if (known !== undefined) return known;
  const made = { dump: compileDump(TEMPLATE, types), members: compileMembers(TEMPLATE, types) };
  compiled.set(types, made);
  return made;
}

const TEMPLATE = 'v1.PodTemplateSpec';

/** Objects are never changed in place, so a template is hashed once in its life. */
const templateHashes = new WeakMap<object, number>();
const revisions = new WeakMap<object, string>();

/**
 * The hash in the names of ReplicaSets and of DaemonSets' revisions (H-2, H-7): of the defaulted template as Go dumps
 * it, and of the collision count where the workload's status has one.
 */
export function podTemplateHash(
  template: object,
  collisionCount: number | undefined,
  types: GoHashTypes,
): string {
  let hash = templateHashes.get(template);
  if (hash === undefined) {
    hash = fnv32a(compiledFor(types).dump(template));
    templateHashes.set(template, hash);
  }
  return safeEncode(
    String(collisionCount === undefined ? hash : fnv32a(collisionBytes(collisionCount), hash)),
  );
}

/** Eight bytes, of which upstream fills four. */
function collisionBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, count, true);
  return bytes;
}

/** The bytes of a ControllerRevision's data: a patch that puts the template back (H-6). */
export function revisionData(template: object, types: GoHashTypes): string {
  let data = revisions.get(template);
  if (data === undefined) {
    data = `{"spec":{"template":{"$patch":"replace",${compiledFor(types).members(template as Fields)}}}}`;
    revisions.set(template, data);
  }
  return data;
}

/** The hash in the name of a StatefulSet's revision: of the data's bytes and the count, which always is there (H-6). */
export function statefulSetRevisionHash(data: string, collisionCount: number): string {
  return safeEncode(String(fnv32(data + String(collisionCount))));
}
