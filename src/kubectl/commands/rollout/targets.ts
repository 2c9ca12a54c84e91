import type { Context, Invocation } from '../../command.ts';
import { UsageError } from '../../command.ts';
import { filenameFlags, fileOptions, selectorFlags } from '../../flag-groups.ts';
import type { FlagValues } from '../../flags.ts';
import { type Selection, select } from '../../resources/builder.ts';
import type { Mapping } from '../../resources/mapper.ts';
import type { FileOptions } from '../../resources/request.ts';

export const targetFlags = (verb: string) => ({
  ...filenameFlags(`naming the resource to ${verb}`),
  ...selectorFlags,
});
type TargetFlags = FlagValues<ReturnType<typeof targetFlags>>;

/** What a rollout command works on. */
export interface Targets {
  readonly args: readonly string[];
  readonly files: FileOptions;
  readonly enforceNamespace: boolean;
  readonly selector: string;
}

/** Reads the targets; all rollout commands refuse to work on nothing. */
export function targetsOf(args: readonly string[], flags: TargetFlags, invocation: Invocation): Targets {
  const files = fileOptions(flags);
  if (args.length === 0 && files.filenames.length === 0 && files.kustomize === '') {
    throw new UsageError('required resource not specified');
  }
  return { args, files, enforceNamespace: invocation.given('namespace'), selector: flags.selector };
}

/** A bare TYPE stands for all of its kind. */
export function selectTargets(context: Context, targets: Targets): Promise<Selection> {
  return select(context, { ...targets, emptySelector: true, continueOnError: true, latest: true });
}

/** `ReplicationController`, `Job.batch`: how messages name a kind. */
export const groupKind = ({ group, kind }: Mapping): string => (group === '' ? kind : `${kind}.${group}`);
