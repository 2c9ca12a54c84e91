import type { Connection } from '../api.ts';
import type { Context } from '../command.ts';

/** What of a context resolving needs. */
export type Host = Connection & Pick<Context, 'config' | 'files' | 'stdin' | 'fetchUrl' | 'patchSchema'>;

/** `-f`, `-k` and `-R`. */
export interface FileOptions {
  readonly filenames: readonly string[];
  readonly kustomize: string;
  readonly recursive: boolean;
}

/** `--validate`: what the server is asked to make of unknown fields. */
export type Validation = 'Strict' | 'Warn' | 'Ignore';

/** What a command line asks for, in the words of kubectl's flags. */
export interface ResourceRequest {
  readonly args?: readonly string[];
  readonly files?: FileOptions;
  /** `--namespace` was given: a manifest that names another one is refused. */
  readonly enforceNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** `--all` of commands that change things. */
  readonly all?: boolean;
  /** A bare TYPE means all of them, as in `get`. */
  readonly emptySelector?: boolean;
  readonly singleType?: boolean;
  readonly subresource?: string;
  /** What lists and items are asked for as. */
  readonly accept?: 'json' | 'table';
  readonly chunk?: number;
  readonly query?: Readonly<Record<string, string>>;
  readonly validation?: Validation;
  /** Go on after an error and tell all of them in the end. */
  readonly continueOnError?: boolean;
  /** Lists are taken apart into their items (on unless told otherwise). */
  readonly flatten?: boolean;
  /** Objects of manifests are asked for anew. */
  readonly latest?: boolean;
  /** What is only named is not asked for. */
  readonly namesOnly?: boolean;
  /** `--local`: the server is not asked about anything. */
  readonly local?: boolean;
}
