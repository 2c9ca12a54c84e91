import type { Container } from '../kinds/core/pod/types.ts';
import type { Flavour } from '../shell/shell.ts';
import { withReferences } from './environment.ts';
import { imageOf } from './images/index.ts';

/** The program a container starts with, and its arguments. */
export function entryPoint(
  container: Container,
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const { command, args = [] } = container;
  const image = imageOf(container.image ?? '');
  const words = command ?? image.entryPoint ?? [];
  const rest = command === undefined && args.length === 0 ? (image.arguments ?? []) : args;
  return [...words, ...rest].map((word) => withReferences(word, variables));
}

/** Whether what the container does is known: a shell's script, or a program of a known image. */
export function isKnownProgram(container: Container): boolean {
  const [program = ''] = entryPoint(container, {});
  return SHELL.test(program) || imageOf(container.image ?? '').programs.has(program.replace(/^.*\//, ''));
}

/** Whether the container runs one program that the shell has itself. */
export function isPlainCommand({ image = '', command = [], args = [] }: Container): boolean {
  // What an image starts first, if anything, has to be known: then arguments may be the command.
  const { entryPoint: first, arguments: rest } = imageOf(image);
  const ofImage = first ?? (rest === undefined ? [] : args);
  const [program = ''] = command.length === 0 ? ofImage : command;
  return PLAIN.test(program);
}

const PLAIN =
  /^(?:(?:\/usr)?\/bin\/)?(?:echo|printf|sleep|cat|date|env|printenv|ls|tail|true|false|seq|hostname|id|nslookup|dig|wget|curl|nc|yes|head|grep|expr|pwd|whoami|uname|cp|mv|mkdir|touch|rm|sync|timeout|rev|tac|sort|uniq|cut|tr|wc|sed|awk|find|du|base64|basename|dirname|nproc|arch|ln|rmdir|chmod|chown)$/;

const SHELL = /^(?:(?:\/usr)?\/bin\/)?(?:ba|a|da|z|k)?sh$/;

export const flavourOf = ({ image = '' }: Container): Flavour =>
  /busybox|alpine/.test(image) ? 'busybox' : 'gnu';
