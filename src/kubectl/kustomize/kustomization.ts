import { join, relative, resolve } from 'node:path';
import { type Fields, isFields } from '../../machinery/json.ts';
import { CommandError, type Files } from '../command.ts';
import { asError } from '../errors.ts';
import { readOne } from '../resources/documents.ts';

/** A kustomization.yaml, as far as it acts here. */
export interface Kustomization {
  readonly resources?: readonly string[];
  readonly bases?: readonly string[];
  readonly components?: readonly string[];
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: Strings;
  readonly labels?: readonly LabelRule[];
  readonly commonAnnotations?: Strings;
  readonly images?: readonly ImageRule[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly configMapGenerator?: readonly GeneratorRule[];
  readonly secretGenerator?: readonly GeneratorRule[];
  readonly generatorOptions?: GeneratorOptions;
  readonly patches?: readonly PatchRule[];
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly PatchRule[];
}

export type Strings = Readonly<Record<string, string>>;

export interface LabelRule {
  readonly pairs?: Strings;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
}
export interface ImageRule {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}
export interface GeneratorOptions {
  readonly labels?: Strings;
  readonly annotations?: Strings;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}
export interface GeneratorRule {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: 'create' | 'merge' | 'replace';
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly type?: string;
  readonly options?: GeneratorOptions;
}
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}
export interface PatchRule {
  readonly patch?: string;
  readonly path?: string;
  readonly target?: PatchTarget;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean };
}

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields kustomize knows; those that do not act here are refused by name rather than overlooked. */
const ACTING = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'components',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'images',
  'imageTags',
  'replicas',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'buildMetadata',
  'sortOptions',
]);
const UNSUPPORTED = new Set([
  'replacements',
  'vars',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'helmCharts',
  'helmGlobals',
  'helmChartInflationGenerator',
  'openapi',
  'inventory',
]);

/** Refuses a folder that is none. */
export function refuseFolder(files: Files, folder: string): void {
  const found = files.stat(folder);
  const path = resolve(folder);
  if (found === undefined) {
    const shown = `evalsymlink failure on '${folder}' : lstat ${path}: no such file or directory`;
    throw new CommandError(`must build at directory: not a valid directory: ${shown}`);
  }
  if (found === 'file') {
    throw new CommandError(`must build at directory: '${folder}': file is not directory`);
  }
}

/** Reads the kustomization of a folder. */
export function readKustomization(files: Files, folder: string): Kustomization {
  const name = NAMES.find((one) => files.stat(join(folder, one)) === 'file');
  if (name === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${resolve(folder)}'`,
    );
  }
  const value = parsed(files.read(join(folder, name)));
  if (!isFields(value) || Object.keys(value).length === 0)
    throw new CommandError('kustomization.yaml is empty');
  for (const field of Object.keys(value)) {
    if (ACTING.has(field)) continue;
    throw new CommandError(
      UNSUPPORTED.has(field)
        ? `the field ${JSON.stringify(field)} of a kustomization is not supported`
        : `invalid Kustomization: json: unknown field ${JSON.stringify(field)}`,
    );
  }
  return value as Fields as Kustomization;
}

function parsed(text: string): unknown {
  try {
    return readOne(text);
  } catch (error) {
    const why = asError(error).message.replace(/^error converting YAML to JSON: /, '');
    throw new CommandError(`invalid Kustomization: ${why}`);
  }
}

/** Warnings kubectl gives about fields that are going out of use. */
export function deprecations(kustomization: Kustomization): readonly string[] {
  const told = (field: string, use: string): string =>
    `# Warning: '${field}' is deprecated. Please use '${use}' instead. ` +
    "Run 'kustomize edit fix' to update your Kustomization automatically.";
  return [
    ...(kustomization.bases === undefined ? [] : [told('bases', 'resources')]),
    ...(kustomization.commonLabels === undefined ? [] : [told('commonLabels', 'labels')]),
    ...(kustomization.patchesJson6902 === undefined ? [] : [told('patchesJson6902', 'patches')]),
    ...(kustomization.patchesStrategicMerge === undefined ? [] : [told('patchesStrategicMerge', 'patches')]),
  ];
}

/** Whether a path leads out of the folder: kustomize reads files only in or below it. */
export function leadsOut(folder: string, path: string): boolean {
  return relative(resolve(folder), resolve(path)).startsWith('..');
}
