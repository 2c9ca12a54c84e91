import {
  type Command,
  CommandError,
  type Context,
  defineCommand,
  type ExitCode,
} from '../../kubectl/command.ts';
import { Aggregate, asError } from '../../kubectl/errors.ts';
import {
  filenameFlags,
  fileOptions,
  printFlags,
  validateFlags,
  validationOf,
} from '../../kubectl/flag-groups.ts';
import { bool, type FlagValues, text } from '../../kubectl/flags.ts';
import { noPrinter, objectPrinter } from '../../kubectl/output/printer.ts';
import { select } from '../../kubectl/resources/builder.ts';
import type { AnyObject } from '../../kubectl/resources/object.ts';
import type { Info } from '../../kubectl/resources/selection.ts';
import { type Decoded, decodeAny, encodeAs, NotSuitable } from '../convert/scheme.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('to need to get converted.'),
  ...validateFlags,
  local: bool('local', { default: true, help: 'Convert without asking the server about anything.' }),
  outputVersion: text('output-version', {
    help: "Group and version to convert to, such as 'autoscaling/v1'; the newest unless told.",
  }),
};
type Options = FlagValues<typeof flags>;

/** `sim convert`: manifests of versions that are not served any more, in today's, as the plug-in kubectl-convert. */
export function convert(): Command {
  return defineCommand({
    name: 'convert',
    usage: 'convert -f FILENAME',
    short: 'Convert manifests of other API versions',
    long:
      'Convert manifests to another API version: the newest, or --output-version. Versions that the server has stopped\n' +
      ' to serve (extensions/v1beta1, batch/v1beta1 ...) are read with the defaults that they had.',
    examples: [
      '# A manifest in the newest version',
      'sim convert -f deployment.yaml',
      '',
      '# Everything in a folder, brought up to date and created',
      'sim convert -f . | sim create -f -',
    ],
    flags,
    complete: (_, given) => {
      if (given.filename.length === 0 && given.kustomize === '') {
        throw new CommandError('must specify one of -f and -k');
      }
      return given;
    },
    run,
  });
}

async function run(options: Options, context: Context): Promise<ExitCode> {
  const { local } = options;
  const selection = await select(context, {
    files: fileOptions(options),
    local,
    continueOnError: true,
    ...(local ? {} : { validation: validationOf(options.validate) }),
  });
  const { infos, error } = await selection.infos();
  if (error !== undefined) throw error;
  if (infos.length === 0) throw new CommandError('no objects passed to convert');
  const converted = decodedOf(infos).flatMap((one) => encodedOf(one, options.outputVersion, context));
  const [only] = converted;
  const shown: AnyObject =
    converted.length === 1 && selection.singleItem && only !== undefined
      ? only
      : { apiVersion: 'v1', items: converted, kind: 'List', metadata: {} };
  const format = options.output === '' && options.template === '' ? 'yaml' : options.output;
  const printer = await objectPrinter(format === '' ? 'go-template' : format, options, context.files);
  if (printer === undefined) throw noPrinter(options.output, ['json', 'yaml', 'name']);
  context.out.write(printer(shown));
  return 0;
}

function decodedOf(infos: readonly Info[]): readonly Decoded[] {
  const errors: Error[] = [];
  const decoded = infos.flatMap(({ object, source }) => {
    try {
      return object === undefined ? [] : [decodeAny(object)];
    } catch (error) {
      errors.push(new Error(`unable to decode ${JSON.stringify(source)}: ${asError(error).message}`));
      return [];
    }
  });
  const [only] = errors;
  if (only !== undefined) throw errors.length === 1 ? only : new Aggregate(errors);
  return decoded;
}

/** An object that has no such version is told, and left out. */
function encodedOf(decoded: Decoded, apiVersion: string, { err }: Context): readonly AnyObject[] {
  try {
    return [{ ...encodeAs(decoded, apiVersion) }];
  } catch (error) {
    if (!(error instanceof NotSuitable)) throw error;
    err.line(error.message);
    return [];
  }
}
