import type { Node } from '../../kinds/core/node/types.ts';
import { createRng } from '../../simulation/rng.ts';

/** Words by which people name an image that is not there. */
const WORDS = [
  'bad',
  'bogus',
  'broken',
  'nope',
  'missing',
  'typo',
  'invalid',
  'nonexistent',
  'does-not-exist',
  'sometag',
];
const MISSING = new RegExp(`(?<![a-z])(?:${WORDS.join('|')})(?![a-z])`, 'i');

/** Versions that an image never had: nginx has counted to 1.29, and `1.161` is how documents mistype 1.16.1. */
const NEVER: Readonly<Record<string, RegExp>> = { 'docker.io/library/nginx': /^:1\.\d{3}/ };

/** What the registry has of an image: the same in every cluster. */
export interface ImageFacts {
  /** With registry, folder and tag: `docker.io/library/nginx:1.27`. */
  readonly name: string;
  /** Name and digest: `docker.io/library/nginx@sha256:...`. */
  readonly id: string;
  readonly sizeBytes: number;
}

const SMALLEST = 2_000_000;
const LARGEST = 190_000_000;
const known = new Map<string, ImageFacts>();
const KNOWN_MOST = 4096;

export function imageFacts(image: string): ImageFacts {
  const found = known.get(image);
  if (found !== undefined) return found;
  const name = canonicalName(image);
  const chance = createRng(0, `image ${name}`);
  const digest = name.includes('@') ? name.slice(name.indexOf('@') + 1) : `sha256:${chance.hex(64)}`;
  const id = `${repositoryOf(name)}@${digest}`;
  const facts = { name, id, sizeBytes: SMALLEST + chance.integer(LARGEST - SMALLEST) };
  if (known.size >= KNOWN_MOST) known.clear();
  known.set(image, facts);
  return facts;
}

/** containerd's full name of an image. */
export function canonicalName(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const full = hasRegistry ? image : slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
  return full.includes('@') || full.lastIndexOf(':') > full.lastIndexOf('/') ? full : `${full}:latest`;
}

function repositoryOf(name: string): string {
  const bare = name.includes('@') ? name.slice(0, name.indexOf('@')) : name;
  return bare.lastIndexOf(':') > bare.lastIndexOf('/') ? bare.slice(0, bare.lastIndexOf(':')) : bare;
}

/** Whether the name itself says that there is no such image. */
export function saysMissing(image: string): boolean {
  const name = canonicalName(image);
  const [bare = ''] = name.split('@');
  return MISSING.test(bare) || isMissingTag(name);
}

function isMissingTag(name: string): boolean {
  const repository = repositoryOf(name);
  const tag = name.slice(repository.length);
  return !tag.startsWith('@') && (MISSING.test(tag) || NEVER[repository]?.test(tag) === true);
}

/** containerd's words for an image that the registry does not have. */
export function pullError(image: string): string {
  const name = canonicalName(image);
  const start = `failed to pull and unpack image "${name}": failed to resolve reference "${name}"`;
  if (isMissingTag(name)) return `rpc error: code = NotFound desc = ${start}: ${name}: not found`;
  return `rpc error: code = Unknown desc = ${start}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
}

const REFERENCE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Why the text is no image name at all; undefined when it is one. */
export function nameError(image: string): string | undefined {
  if (REFERENCE.test(image)) return undefined;
  const repository = repositoryOf(image);
  const why = /[A-Z]/.test(repository)
    ? `: repository name (${repository.includes('/') ? repository : `library/${repository}`}) must be lowercase`
    : '';
  return `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format${why}`;
}

const present = new WeakMap<Node, ReadonlySet<string>>();

/** Whether the node reports the image. */
export function hasImage(node: Node, name: string): boolean {
  let names = present.get(node);
  if (names === undefined) {
    names = new Set((node.status?.images ?? []).flatMap((image) => image.names ?? []));
    present.set(node, names);
  }
  return names.has(name);
}

/** The node with one image more; the largest come first, as kubelets report them. */
export function withImage(node: Node, { name, id, sizeBytes }: ImageFacts): Node {
  const images = [...(node.status?.images ?? []), { names: [id, name], sizeBytes }];
  images.sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
  return { ...node, status: { ...node.status, images } };
}
