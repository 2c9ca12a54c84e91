import type { Duration } from '../../machinery/instant.ts';
import type { ChangeOptions } from '../change.ts';
import type { Propagation } from '../deletion.ts';
import type { DryRun, PrintFlags } from '../flag-groups.ts';
import type { FileOptions, Validation } from '../resources/request.ts';

/** What `apply` was asked for. */
export interface ApplyOptions extends PrintFlags, ChangeOptions {
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly selector: string;
  readonly dryRun: DryRun;
  readonly fieldManager: string;
  readonly validation: Validation;
  readonly cause: string | undefined;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  readonly subresource: string;
  readonly force: boolean;
  readonly propagation: Propagation;
  readonly gracePeriod: number;
  readonly timeout: Duration;
  readonly prune: boolean;
  readonly pruneAllowlist: readonly string[];
  readonly all: boolean;
}
