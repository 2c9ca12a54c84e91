import { basename, resolve } from 'node:path';
import { compareText } from '../../machinery/json.ts';
import { CommandError, type Files } from '../command.ts';
import type { AnyObject } from '../resources/object.ts';
import { type GeneratorOptions, type GeneratorRule, missingFile, type Strings } from './kustomization.ts';
import { newResource, type Resource } from './resource.ts';

export type GeneratedKind = 'ConfigMap' | 'Secret';

/** The object a configMapGenerator or secretGenerator describes. */
export function generated(
  kind: GeneratedKind,
  rule: GeneratorRule,
  common: GeneratorOptions,
  folder: string,
  files: Files,
): Resource {
  if ((rule.name ?? '') === '') throw new CommandError(`a ${kind.toLowerCase()} must have a name`);
  const options = { ...common, ...rule.options };
  const pairs = readPairs(rule, folder, files);
  const object = {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: rule.name,
      ...(rule.namespace === undefined ? {} : { namespace: rule.namespace }),
      ...marks('labels', { ...common.labels, ...rule.options?.labels }),
      ...marks('annotations', { ...common.annotations, ...rule.options?.annotations }),
    },
    ...dataOf(kind, pairs),
    ...(kind === 'Secret' ? { type: rule.type ?? 'Opaque' } : {}),
    ...(options.immutable === true ? { immutable: true } : {}),
  };
  return newResource(object as AnyObject, options.disableNameSuffixHash !== true);
}

const marks = (field: string, map: Strings): object =>
  Object.keys(map).length === 0 ? {} : { [field]: map };

type Pair = readonly [key: string, bytes: Uint8Array];

function readPairs(rule: GeneratorRule, folder: string, files: Files): readonly Pair[] {
  const envs = [...(rule.envs ?? []), ...(rule.env === undefined ? [] : [rule.env])];
  const pairs = [
    ...envs.flatMap((name) => envPairs(readFile('env source files', envs, folder, name, files))),
    ...(rule.literals ?? []).map((literal) => literalPair(literal, rule.literals ?? [])),
    ...(rule.files ?? []).map((source) => filePair(source, rule.files ?? [], folder, files)),
  ];
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i);
  if (twice !== undefined) {
    throw new CommandError(`configmap ${rule.name} illegally repeats the key \`${twice[0]}\``);
  }
  return pairs;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function readFile(
  what: string,
  all: readonly string[],
  folder: string,
  name: string,
  files: Files,
): Uint8Array {
  const path = resolve(folder, name);
  if (files.stat(path) === 'file') return files.readBytes(path);
  throw new CommandError(`loading KV pairs: ${what}: [${all.join(' ')}]: ${missingFile(path, path)}`);
}

function envPairs(bytes: Uint8Array): readonly Pair[] {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  return lines.flatMap((line): Pair[] => {
    const text = line.trimStart();
    if (text === '' || text.startsWith('#')) return [];
    const at = text.indexOf('=');
    return [[at < 0 ? text : text.slice(0, at), bytesOf(at < 0 ? '' : text.slice(at + 1))]];
  });
}

function literalPair(literal: string, all: readonly string[]): Pair {
  const at = literal.indexOf('=');
  if (at <= 0) {
    const shown = all.join(' ');
    throw new CommandError(
      `loading KV pairs: literal sources [${shown}]: invalid literal source ${literal}, expected key=value`,
    );
  }
  const value = literal.slice(at + 1);
  const quoted = /^"(.*)"$|^'(.*)'$/s.exec(value);
  return [literal.slice(0, at), bytesOf(quoted === null ? value : (quoted[1] ?? quoted[2] ?? ''))];
}

function filePair(source: string, all: readonly string[], folder: string, files: Files): Pair {
  const at = source.indexOf('=');
  const path = at < 0 ? source : source.slice(at + 1);
  return [at < 0 ? basename(path) : source.slice(0, at), readFile('file sources', all, folder, path, files)];
}

function dataOf(kind: GeneratedKind, pairs: readonly Pair[]): Readonly<Record<string, Strings>> {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, bytes] of pairs.toSorted(([a], [b]) => compareText(a, b))) {
    const text = kind === 'Secret' ? undefined : textOf(bytes);
    const base64 = Buffer.from(bytes).toString('base64');
    if (kind === 'Secret') data[key] = base64;
    else if (text === undefined) binaryData[key] = base64;
    else data[key] = text;
  }
  return {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
