import { bool, type FlagValues, integer, list, text } from './flags.ts';
import type { FileOptions, Validation } from './resources/request.ts';

/** `-f`, `-k`, `-R`: `what` ends the sentence "Filename, directory, or URL to files ...". */
export const filenameFlags = (what: string) => ({
  filename: list('filename', { short: 'f', help: `File, folder or URL ${what}.` }),
  kustomize: text('kustomize', {
    short: 'k',
    help: 'Folder of a kustomization; stands alone, without -f and -R.',
  }),
  recursive: bool('recursive', { short: 'R', help: 'Look into the subfolders of -f, too.' }),
});

/** As {@link filenameFlags} where folders are gone through to the bottom unless told otherwise. */
export function fileOptions(
  flags: Pick<FlagValues<ReturnType<typeof filenameFlags>>, 'filename' | 'kustomize' | 'recursive'>,
): FileOptions {
  return { filenames: flags.filename, kustomize: flags.kustomize, recursive: flags.recursive };
}

const FORMATS =
  'json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file';

/** `-o` and what goes with it, of every command that prints the objects it made or changed. */
export const printFlags = {
  allowMissing: bool('allow-missing-template-keys', {
    default: true,
    help: 'A field a template names may be missing. Counts for Go templates and JSONPath.',
  }),
  output: text('output', { short: 'o', help: `Output format. One of: (${FORMATS}).` }),
  showManagedFields: bool('show-managed-fields', { help: 'Keep managedFields in JSON and YAML.' }),
  template: text('template', {
    help: 'The template, or the file it is in, for -o=go-template and -o=go-template-file.',
  }),
};
export type PrintFlags = FlagValues<typeof printFlags>;

export const dryRunFlags = {
  dryRun: text('dry-run', {
    default: 'none',
    alone: 'unchanged',
    help: '"none", "server" or "client". client only prints what would be sent; server sends it and nothing is kept.',
    remark: dryRunRemark,
  }),
};

export const selectorFlags = {
  selector: text('selector', {
    short: 'l',
    help: "Label selector: '=', '==', '!=', 'in', 'notin' (-l key1=value1,key2 in (a, b)). All terms must hold.",
  }),
};

export const fieldManagerFlags = (manager: string) => ({
  fieldManager: text('field-manager', {
    default: manager,
    help: 'Who is recorded as the owner of the fields.',
  }),
});

export const validateFlags = {
  validate: text('validate', {
    default: 'strict',
    alone: 'strict',
    help: 'strict (or true) refuses unknown and duplicate fields, warn tells of them, ignore (or false) drops them silently.',
  }),
};

export const allNamespacesFlags = {
  allNamespaces: bool('all-namespaces', {
    short: 'A',
    help: 'In all namespaces; --namespace does not count then.',
  }),
};

export const chunkFlags = {
  chunkSize: integer('chunk-size', {
    default: 500,
    help: 'Ask for lists in pieces of this many objects; 0 asks for all.',
  }),
};

export const saveConfigFlags = {
  saveConfig: bool('save-config', {
    help: 'Keep the configuration in an annotation, as apply does, for a later apply.',
  }),
};

export const recordFlags = {
  record: bool('record', {
    hidden: true,
    deprecated: '--record will be removed in the future',
    help: 'Write the command down in an annotation of the object.',
  }),
};

export type DryRun = 'none' | 'client' | 'server';

/** Reads `--dry-run`; throws what kubectl says of a wrong value. */
export function dryRunOf(value: string): DryRun {
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'unchanged' || TRUE.test(value)) return 'client';
  if (FALSE.test(value)) return 'none';
  throw new Error(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

const TRUE = /^(1|t|T|true|TRUE|True)$/;
const FALSE = /^(0|f|F|false|FALSE|False)$/;

/** Older forms still work, with a word of warning. */
function dryRunRemark(value: string): string | undefined {
  if (value === 'unchanged')
    return 'helpers.go:703] --dry-run is deprecated and can be replaced with --dry-run=client.';
  const [line, form] = TRUE.test(value) ? [717, 'client'] : FALSE.test(value) ? [720, 'none'] : [0, ''];
  if (form === '') return undefined;
  return `helpers.go:${line}] --dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${form}.`;
}

/** What follows the operation in a result line. */
export const dryRunSuffix = (dryRun: DryRun): string =>
  dryRun === 'client' ? ' (dry run)' : dryRun === 'server' ? ' (server dry run)' : '';

/** Reads `--validate`. */
export function validationOf(value: string): Validation {
  if (/^(1|t|T|true|TRUE|True|strict)$/.test(value)) return 'Strict';
  if (/^(0|f|F|false|FALSE|False|ignore)$/.test(value)) return 'Ignore';
  if (value === 'warn') return 'Warn';
  throw new Error(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}
