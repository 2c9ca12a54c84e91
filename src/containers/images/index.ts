import { type Answer, answers } from './answers.ts';
import { databases } from './databases.ts';
import type { Image } from './image.ts';
import { languages } from './languages.ts';
import { ALPINE_PACKAGES, DEBIAN_PACKAGES } from './package-managers.ts';
import { samples } from './samples.ts';
import { SERVERS } from './servers.ts';
import { tools } from './tools.ts';
import { type ImageUser, userOf } from './users.ts';
import { webServers } from './web-servers.ts';

type Table = Readonly<Record<string, Image>>;

const NONE: Image['programs'] = new Map();
const SHELL_ONLY: Image = { programs: NONE };
const images: Table = {
  ...webServers,
  ...databases,
  ...languages,
  ...samples,
  ...tools,
  busybox: { arguments: ['sh'], programs: NONE },
  alpine: { arguments: ['/bin/sh'], programs: ALPINE_PACKAGES },
  ubuntu: { arguments: ['/bin/bash'], programs: DEBIAN_PACKAGES },
  debian: { arguments: ['bash'], programs: DEBIAN_PACKAGES },
  bash: { arguments: ['bash'], programs: NONE },
};

/** Whether anything is known of what the image holds. */
export const isKnownImage = (image: string): boolean => imageOf(image) !== SHELL_ONLY;

/** What is known of an image by the last part of its name (`docker.io/library/nginx:1.27` is nginx). */
export const imageOf = (image: string): Image => named(images, image) ?? SHELL_ONLY;

/** Whom an image starts its program as, where that is known. */
export function imageUser(image: string): ImageUser | undefined {
  const { owner, name } = partsOf(image);
  return userOf(owner, name);
}

/** What the server of an image says to requests, where that is known. */
export const answerOf = (image: string): Answer | undefined => named(answers, image);

/** Whether an image that is started as it is serves until it is stopped. */
export const isServer = (image: string): boolean =>
  imageOf(image).isServer === true || answerOf(image) !== undefined || SERVERS.has(partsOf(image).name);

/** Whether a server is started as it is that serves root alone. */
export const needsRoot = (image: string): boolean => imageOf(image).needsRoot === true;

function named<T>(table: Readonly<Record<string, T>>, image: string): T | undefined {
  const { owner, name } = partsOf(image);
  return table[`${owner}/${name}`] ?? table[name];
}

function partsOf(image: string): { readonly owner: string; readonly name: string } {
  const bare = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const [, owner = '', name = bare] = /([^/]*)\/([^/]+)$/.exec(bare) ?? [];
  return { owner, name };
}
