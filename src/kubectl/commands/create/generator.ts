import { LAST_APPLIED } from '../../apply/last-applied.ts';
import { createObject } from '../../change.ts';
import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
  type Invocation,
  UsageError,
} from '../../command.ts';
import { asError } from '../../errors.ts';
import {
  type DryRun,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  fieldManagerFlags,
  type PrintFlags,
  printFlags,
  saveConfigFlags,
  validateFlags,
  validationOf,
} from '../../flag-groups.ts';
import type { Flags, FlagValues } from '../../flags.ts';
import { compactJson } from '../../output/json.ts';
import { resultPrinter } from '../../output/printer.ts';
import { mapperOf } from '../../resources/mapper.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Validation } from '../../resources/request.ts';

// `kubectl create KIND`: flags become an object whose fields stand in the order of Kubernetes' types, because
// `-o json` shows them in that order.

export const generatorFlags = {
  ...printFlags,
  ...dryRunFlags,
  ...validateFlags,
  ...saveConfigFlags,
  ...fieldManagerFlags('kubectl-create'),
};

interface Creation extends PrintFlags {
  readonly dryRun: DryRun;
  readonly validation: Validation;
  readonly fieldManager: string;
  readonly saveConfig: boolean;
}

/** What a generator is told beside its own options. */
export interface Naming {
  readonly name: string;
  /** Set when `--namespace` was given: only then it is written into the object. */
  readonly namespace: string | undefined;
}

export interface Generator<F extends Flags, O> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly usage: string;
  readonly short: string;
  readonly examples: readonly string[];
  readonly flags: F;
  /** Pure: `words` are the arguments behind the name. */
  readonly complete: (given: FlagValues<F>, name: string, words: readonly string[]) => O;
  readonly generate: (options: O, naming: Naming, context: Context) => Promise<AnyObject> | AnyObject;
  /** Begins the error of a refused creation, `failed to create deployment:`; without it the server's answer stands alone. */
  readonly failure?: (options: O) => string;
}

/** Makes the command of a generator. */
export function defineGenerator<F extends Flags, O>(generator: Generator<F, O>): Command {
  const { complete, generate, failure, flags, ...rest } = generator;
  return defineCommand({
    ...rest,
    flags: { ...generatorFlags, ...flags },
    complete: (args, given, invocation) => {
      const name = nameOf(args, invocation);
      return {
        creation: creationOf(given),
        options: complete(given, name, args.slice(1)),
        name,
        enforceNamespace: invocation.given('namespace'),
      };
    },
    run: async ({ creation, options, name, enforceNamespace }, context) => {
      const namespace = enforceNamespace ? context.config.namespace : undefined;
      const object = await generate(options, { name, namespace }, context);
      return create(creation.saveConfig ? withConfig(object) : object, creation, failure?.(options), context);
    },
  });
}

function creationOf(given: FlagValues<typeof generatorFlags>): Creation {
  return { ...given, dryRun: dryRunOf(given.dryRun), validation: validationOf(given.validate) };
}

/** The one NAME before `--`. */
export function nameOf(args: readonly string[], { dash }: Invocation): string {
  const count = dash ?? args.length;
  const [name] = args;
  if (count !== 1 || name === undefined) {
    throw new UsageError(`exactly one NAME is required, got ${count}`, 'examples');
  }
  return name;
}

async function create(
  object: AnyObject,
  creation: Creation,
  failure: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const operation = `created${dryRunSuffix(creation.dryRun)}`;
  const print = await resultPrinter(creation, operation, context.files, 'given');
  context.out.write(
    print(creation.dryRun === 'client' ? object : await sent(object, creation, failure, context)),
  );
  return 0;
}

async function sent(
  object: AnyObject,
  creation: Creation,
  failure: string | undefined,
  context: Context,
): Promise<AnyObject> {
  const mapping = await mapperOf(context).forKind(object.apiVersion, object.kind);
  const namespace = mapping.namespaced ? context.config.namespace : '';
  try {
    return await createObject(context, mapping, namespace, object, creation);
  } catch (error) {
    throw failure === undefined ? error : new CommandError(`${failure} ${asError(error).message}`);
  }
}

/** `--save-config`: the annotation holds the object in the order of its type. */
export function withConfig(object: AnyObject): AnyObject {
  const { annotations, ...before } = object.metadata;
  const saved = { ...annotations, [LAST_APPLIED]: `${compactJson(object, 'given')}\n` };
  return { ...object, metadata: { ...before, annotations: saved } };
}

type Map = Readonly<Record<string, string>>;

/** metadata as Go's types write it before a server has seen it. */
export function newMetadata(
  { name, namespace }: Naming,
  marks: { readonly labels?: Map; readonly annotations?: Map } = {},
) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: null,
    ...(isEmpty(marks.labels) ? {} : { labels: marks.labels }),
    ...(isEmpty(marks.annotations) ? {} : { annotations: marks.annotations }),
  };
}

const isEmpty = (map: Map | undefined): boolean => map === undefined || Object.keys(map).length === 0;

/** The object with its identity first, as Go's types have it. */
export function newObject(
  apiVersion: string,
  kind: string,
  fields: Readonly<Record<string, unknown>>,
): AnyObject {
  return { kind, apiVersion, ...fields } as AnyObject;
}
