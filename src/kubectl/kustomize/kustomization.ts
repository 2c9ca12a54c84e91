import { join, relative, resolve } from 'node:path';
import { isFields } from '../../machinery/json.ts';
import { CommandError, type Files } from '../command.ts';
import { asError } from '../errors.ts';
import { readOne } from '../resources/documents.ts';
import { shaped } from './shape.ts';

/** A kustomization.yaml, as far as it acts here. */
export interface Kustomization {
  readonly apiVersion?: string;
  readonly kind?: string;
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
  readonly imageTags?: readonly ImageRule[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  readonly configMapGenerator?: readonly GeneratorRule[];
  readonly secretGenerator?: readonly GeneratorRule[];
  readonly generatorOptions?: GeneratorOptions;
  readonly patches?: readonly PatchRule[];
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly PatchRule[];
  readonly sortOptions?: SortOptions;
}

export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: {
    readonly orderFirst?: readonly string[];
    readonly orderLast?: readonly string[];
  };
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

/** Fields kustomize knows that would change the result in ways nothing here does. */
const UNSUPPORTED =
  'buildMetadata configurations crds generators helmChartInflationGenerator helmCharts helmGlobals openapi ' +
  'replacements transformers validators vars';

/** Refuses a folder that is none. */
export function refuseFolder(files: Files, folder: string): void {
  const found = files.stat(folder);
  const path = resolve(folder);
  if (found === undefined) {
    throw new CommandError(`must build at directory: not a valid directory: ${missingFile(folder, path)}`);
  }
  if (found === 'file') {
    throw new CommandError(`must build at directory: '${folder}': file is not directory`);
  }
}

/** What is said of a path that leads nowhere. */
export const missingFile = (given: string, path: string): string =>
  `evalsymlink failure on '${given}' : lstat ${path}: no such file or directory`;

/** Reads the kustomization of a folder. */
export function readKustomization(files: Files, folder: string): Kustomization {
  const [name, another] = NAMES.filter((one) => files.stat(join(folder, one)) === 'file');
  if (name === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${resolve(folder)}'`,
    );
  }
  if (another !== undefined) {
    throw new CommandError(`Found multiple kustomization files under: ${resolve(folder)}\n`);
  }
  const value = parsed(files.read(join(folder, name)));
  const kustomization: Kustomization = isFields(value) ? shaped(value) : {};
  refuseForeign(kustomization, folder);
  const { apiVersion: _, kind: __, ...rest } = kustomization;
  if (Object.values(rest).every((field) => field === '')) {
    throw new CommandError('kustomization.yaml is empty');
  }
  const unsupported = UNSUPPORTED.split(' ').find((field) => field in kustomization);
  if (unsupported !== undefined) {
    throw new CommandError(`the field ${JSON.stringify(unsupported)} of a kustomization is not supported`);
  }
  return kustomization;
}

function refuseForeign({ kind = 'Kustomization', apiVersion }: Kustomization, folder: string): void {
  const wanted =
    kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  const faults = [
    ...(kind === 'Kustomization' || kind === 'Component'
      ? []
      : ['kind should be Kustomization or Component']),
    ...(apiVersion === undefined || apiVersion === wanted
      ? []
      : [`apiVersion for ${kind} should be ${wanted}`]),
  ];
  if (faults.length === 0) return;
  throw new CommandError(`Failed to read kustomization file under ${resolve(folder)}:\n${faults.join('\n')}`);
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
    ...(kustomization.imageTags === undefined ? [] : [told('imageTags', 'images')]),
    ...(kustomization.patchesJson6902 === undefined ? [] : [told('patchesJson6902', 'patches')]),
    ...(kustomization.patchesStrategicMerge === undefined ? [] : [told('patchesStrategicMerge', 'patches')]),
  ];
}

/** Whether a path leads out of the folder: kustomize reads files only in or below it. */
export function leadsOut(folder: string, path: string): boolean {
  return relative(resolve(folder), resolve(path)).startsWith('..');
}
