import { isNotFound } from '../../../machinery/status.ts';
import { withoutErrors } from '../../errors.ts';
import type { PrintFlags } from '../../flag-groups.ts';
import { type Selection, select } from '../../resources/builder.ts';
import type { FileOptions, Host, ResourceRequest } from '../../resources/request.ts';
import type { Info } from '../../resources/selection.ts';

/** What `get` was asked for. */
export interface GetOptions extends PrintFlags {
  readonly args: readonly string[];
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly allNamespaces: boolean;
  readonly chunkSize: number;
  readonly selector: string;
  readonly fieldSelector: string;
  readonly ignoreNotFound: boolean;
  readonly labelColumns: readonly string[];
  readonly noHeaders: boolean;
  readonly outputWatchEvents: boolean;
  readonly raw: string;
  readonly serverPrint: boolean;
  readonly showKind: boolean;
  readonly showLabels: boolean;
  readonly sortBy: string;
  readonly subresource: string;
  readonly watch: boolean;
  readonly watchOnly: boolean;
  /** A table, wide or not. */
  readonly human: boolean;
  readonly accept: 'json' | 'table';
}

/** What all forms of `get` ask the resource builder. */
export function selectFor(
  host: Host,
  options: GetOptions,
  manner: Partial<ResourceRequest>,
): Promise<Selection> {
  const sorted = options.sortBy !== '';
  return select(host, {
    args: options.args,
    files: options.files,
    enforceNamespace: options.enforceNamespace,
    allNamespaces: options.allNamespaces,
    selector: options.selector,
    fieldSelector: options.fieldSelector,
    emptySelector: true,
    subresource: options.subresource,
    accept: options.accept,
    chunk: sorted ? 0 : options.chunkSize,
    query: sorted && options.accept === 'table' ? { includeObject: 'Object' } : {},
    latest: true,
    ...manner,
  });
}

/** Everything selected; with --ignore-not-found what is missing is no error. */
export async function found(
  selection: Selection,
  options: GetOptions,
): Promise<{ infos: readonly Info[]; error: Error | undefined }> {
  const { infos, error } = await selection.infos();
  return {
    infos,
    error: options.ignoreNotFound && error !== undefined ? withoutErrors(error, isNotFound) : error,
  };
}

/** How the tables of a mapping show. */
export function tableOptions(options: GetOptions, info: Info, kinds: 'one kind' | 'several kinds') {
  const group = info.mapping.group === '' ? '' : `.${info.mapping.group}`;
  return {
    headers: !options.noHeaders,
    wide: options.output === 'wide',
    namespaces: options.allNamespaces && info.mapping.namespaced,
    kind:
      options.showKind || kinds === 'several kinds'
        ? `${info.mapping.kind.toLowerCase()}${group}`
        : undefined,
    columnLabels: options.labelColumns,
    showLabels: options.showLabels,
  };
}

/** Whether the infos are of more than one kind. */
export function kindsOf(infos: readonly Info[]): 'one kind' | 'several kinds' {
  const [first] = infos;
  return infos.some(
    ({ mapping }) => mapping.kind !== first?.mapping.kind || mapping.group !== first.mapping.group,
  )
    ? 'several kinds'
    : 'one kind';
}
