import { patchObject } from '../../change.ts';
import type { Context, ExitCode, Invocation } from '../../command.ts';
import { asError, throwAll } from '../../errors.ts';
import { fieldManagerFlags, type PrintFlags, printFlags } from '../../flag-groups.ts';
import type { FlagValues } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { groupResource } from '../../resources/mapper.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { selectTargets, type Targets, targetFlags, targetsOf } from './targets.ts';

// pause, resume and restart: one patch each, and what went wrong told for all of them in the end.

export const patchingFlags = (verb: string) => ({
  ...targetFlags(verb),
  ...printFlags,
  ...fieldManagerFlags('kubectl-rollout'),
});

export interface PatchingOptions extends Targets, PrintFlags {
  readonly fieldManager: string;
}

export function completePatching(
  args: readonly string[],
  given: FlagValues<ReturnType<typeof patchingFlags>>,
  invocation: Invocation,
): PatchingOptions {
  return { ...given, ...targetsOf(args, given, invocation) };
}

/** The patch, or why there can be none. */
export type Patching =
  | { readonly patch: unknown }
  /** Told behind `deployments.apps "web"`. */
  | { readonly refused: string }
  /** Told as it stands. */
  | { readonly failed: string };

export async function runPatching(
  options: PatchingOptions,
  context: Context,
  operation: string,
  patchOf: (info: Info, object: AnyObject) => Patching,
): Promise<ExitCode> {
  const selection = await selectTargets(context, options);
  const { infos, error } = await selection.infos();
  const errors: Error[] = error === undefined ? [] : [error];
  if (infos.length === 0 && error === undefined) {
    context.err.line(`No resources found in ${context.config.namespace} namespace.`);
    return 0;
  }
  const print = await resultPrinter(options, operation, context.files);
  for (const info of infos) {
    if (info.object === undefined) continue;
    const patching = patchOf(info, info.object);
    if ('patch' in patching) {
      try {
        context.out.write(print(await patchObject(context, info, 'strategic', patching.patch, options)));
      } catch (fault) {
        errors.push(new Error(`failed to patch: ${asError(fault).message}`));
      }
    } else errors.push(new Error('failed' in patching ? patching.failed : refusal(info, patching.refused)));
  }
  throwAll(errors);
  return 0;
}

const refusal = (info: Info, why: string): string =>
  `error: ${groupResource(info.mapping)} ${JSON.stringify(info.name)} ${why}`;
