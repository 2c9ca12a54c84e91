import { Aggregate, asError } from '../errors.ts';
import { manifestFiles } from './manifest-reader.ts';
import { localMapping, mapperOf, NoKindMatch } from './mapper.ts';
import { decodeFault, shapeFault } from './metadata-check.ts';
import type { AnyObject } from './object.ts';
import type { FileOptions, Host, Validation } from './request.ts';
import type { Info } from './selection.ts';
import type { Source, Step } from './visiting.ts';

export interface FileSources {
  readonly sources: readonly Source[];
  /** One file that is not standard input: a single object in it prints bare. */
  readonly singleItem: boolean;
}

interface Manner {
  readonly validation?: Validation;
  readonly local?: boolean;
}

/** The sources `-f` and `-k` name; all that is wrong with the names is thrown at once. */
export async function fileSources(host: Host, options: FileOptions, manner: Manner): Promise<FileSources> {
  const errors: Error[] = [];
  if (options.filenames.length > 0 && options.kustomize !== '') {
    errors.push(new Error('only one of -f or -k can be specified'));
  }
  if (options.kustomize !== '' && options.recursive)
    errors.push(new Error("the -k flag can't be used with -f or -R"));
  if (errors.length > 0) throw new Aggregate(errors);
  const names: string[] = [];
  for (const filename of options.filenames) {
    try {
      names.push(...namesOf(host, filename, options.recursive));
    } catch (error) {
      errors.push(asError(error));
    }
  }
  if (names.filter((name) => name === '-').length > 1) {
    errors.push(new Error('standard input cannot be used for multiple arguments'));
  }
  if (errors.length > 0) throw new Aggregate(errors);
  const sources = names.map((name) => fileSource(host, name, manner));
  if (options.kustomize !== '') sources.push(await kustomizeSource(host, options.kustomize, manner));
  return { sources, singleItem: names.length === 1 && names[0] !== '-' };
}

function namesOf({ files }: Host, filename: string, recursive: boolean): readonly string[] {
  if (filename === '-') return ['-'];
  if (isUrl(filename)) return [filename];
  const paths = files.stat(filename) === undefined ? files.glob(filename) : [filename];
  if (paths.length === 0) throw new Error(`the path ${JSON.stringify(filename)} does not exist`);
  const found = paths.flatMap((path) => manifestFiles(files, path, recursive ? 'recursive' : 'top'));
  if (found.length === 0) {
    throw new Error(`error reading [${paths.join(' ')}]: recognized file extensions are [.json .yaml .yml]`);
  }
  return found;
}

function fileSource(host: Host, name: string, manner: Manner): Source {
  return async (step) => {
    const text = await textOf(host, name);
    await textSource(host, text, name === '-' ? 'STDIN' : name, manner)(step);
  };
}

const isUrl = (name: string): boolean => /^https?:\/\//.test(name);

async function textOf(host: Host, name: string): Promise<string> {
  if (name === '-') return await host.stdin();
  if (!isUrl(name)) return host.files.read(name);
  const { code, status, text } = await host.fetchUrl(name);
  if (code === 200) return text;
  throw new Error(
    `unable to read URL ${JSON.stringify(name)}, server reported ${status}, status code=${code}`,
  );
}

/** The objects of one text; what stands before a fault takes effect first. */
export function textSource(host: Host, text: string, source: string, manner: Manner): Source {
  return async (step) => {
    // The YAML parser is only loaded by those who read a manifest.
    const { readDocuments } = await import('./documents.ts');
    const { values, fault } = readDocuments(text);
    for (const value of values) await documentStep(host, value, source, manner, step);
    if (fault !== undefined) throw new Error(`error parsing ${source}: ${fault.message}`);
  };
}

async function documentStep(
  host: Host,
  value: unknown,
  source: string,
  manner: Manner,
  step: Step,
): Promise<void> {
  if ((manner.validation ?? 'Ignore') !== 'Ignore') {
    const fault = shapeFault(value);
    if (fault !== undefined) {
      throw new Error(
        `error validating ${JSON.stringify(source)}: error validating data: ${fault}; ` +
          'if you choose to ignore these errors, turn validation off with --validate=false',
      );
    }
  }
  await step(await documentInfo(host, value, source, manner).catch(asError));
}

async function documentInfo(host: Host, value: unknown, source: string, manner: Manner): Promise<Info> {
  const fault = decodeFault(value);
  if (fault !== undefined) throw new Error(`unable to decode ${JSON.stringify(source)}: ${fault}`);
  const object = value as AnyObject;
  const { name = '', namespace = '' } = object.metadata ?? {};
  const place = { namespace, name, source, subresource: '', object };
  const apiVersion = object.apiVersion ?? '';
  if (manner.local === true) return { ...place, mapping: localMapping(apiVersion, object.kind, namespace) };
  if (isPlainList(object)) return { ...place, mapping: localMapping(apiVersion, object.kind, '') };
  try {
    return { ...place, mapping: await mapperOf(host).forKind(apiVersion, object.kind) };
  } catch (error) {
    if (!(error instanceof NoKindMatch)) throw error;
    throw new Error(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} ` +
        `from ${JSON.stringify(source)}: ${error.message}\nensure CRDs are installed first`,
    );
  }
}

/** v1 List and the typed lists of built-in kinds: no server serves them as a resource, yet manifests hold them. */
function isPlainList(object: AnyObject): boolean {
  return Array.isArray(object['items']) && object.kind.endsWith('List');
}

async function kustomizeSource(host: Host, folder: string, manner: Manner): Promise<Source> {
  const { buildKustomization } = await import('../kustomize/build.ts');
  return textSource(host, buildKustomization(host, folder), folder, manner);
}
