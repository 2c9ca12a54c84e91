import { type Context, defineCommand, type ExitCode, type Invocation, UsageError } from '../command.ts';
import {
  allNamespacesFlags,
  chunkFlags,
  filenameFlags,
  fileOptions,
  printFlags,
  selectorFlags,
} from '../flag-groups.ts';
import { bool, type FlagValues, list, text } from '../flags.ts';
import type { GetOptions } from './get/options.ts';

const FORMATS =
  'json|yaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|' +
  'custom-columns|custom-columns-file|wide';

const flags = {
  ...printFlags,
  ...filenameFlags('naming the resource to get'),
  ...allNamespacesFlags,
  ...chunkFlags,
  ...selectorFlags,
  output: text('output', { short: 'o', help: `Output format. One of: (${FORMATS.replaceAll('|', ', ')}).` }),
  fieldSelector: text('field-selector', {
    help: "Field selector: '=', '==', '!=' (--field-selector key1=value1,key2=value2). Each type knows only a few fields.",
  }),
  ignoreNotFound: bool('ignore-not-found', {
    help: 'What does not exist is passed over; the exit code is 0.',
  }),
  labelColumns: list('label-columns', {
    short: 'L',
    help: 'Labels to show as columns, comma-separated or repeated (-L label1 -L label2).',
  }),
  noHeaders: bool('no-headers', {
    help: 'Leave out the headers of the default output and of custom-columns.',
  }),
  outputWatchEvents: bool('output-watch-events', {
    help: 'With --watch or --watch-only: show the kind of each event. What exists comes as ADDED.',
  }),
  raw: text('raw', { help: 'Path to ask the server for.' }),
  serverPrint: bool('server-print', { default: true, help: 'Let the server make the columns.' }),
  showKind: bool('show-kind', { help: 'Put the kind before each name.' }),
  showLabels: bool('show-labels', { help: 'Show all labels in a last column (default: no such column).' }),
  sortBy: text('sort-by', { help: "Sort by this field, a JSONPath expression ('{.metadata.name}')." }),
  subresource: text('subresource', { help: 'Get this subresource of the object.' }),
  watch: bool('watch', { short: 'w', help: 'After the list, go on with what changes.' }),
  watchOnly: bool('watch-only', { help: 'Only what changes, without the list.' }),
};

/** `kubectl get`. */
export const get = defineCommand({
  name: 'get',
  group: 'Basic Commands (Intermediate):',
  suggestedFor: ['list', 'ps'],
  usage:
    `get [(-o|--output=)${FORMATS}] ` +
    '(TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  long:
    'Display one or many resources: a table of the most important facts, or whole objects.\n\n' +
    ' Secrets and other long values show in the formats that print whole objects. Without --all-namespaces only the\n' +
    ' current namespace is looked at.\n\nUse "kubectl api-resources" for a complete list of supported resources.',
  examples: [
    '# All pods of the namespace, then with more columns',
    'kubectl get pods',
    'kubectl get pods -o wide',
    '',
    '# One deployment, as YAML',
    'kubectl get deployment web -o yaml',
    '',
    '# Pods with a label, followed as they change',
    'kubectl get pods -l app=web --watch',
    '',
    '# Several types at once',
    'kubectl get deployments,services',
  ],
  flags,
  complete,
  run,
});

/** Pure; what kubectl finds wrong with the flags is thrown. */
function complete(
  args: readonly string[],
  given: FlagValues<typeof flags>,
  invocation: Invocation,
): GetOptions {
  const { raw, watch, watchOnly, output, template } = given;
  if (raw !== '') refuseWithRaw(args, given);
  const files = fileOptions(given);
  const nothing = args.length === 0 && files.filenames.length === 0 && files.kustomize === '';
  if (raw === '' && nothing && !watch && !watchOnly) throw nothingNamed();
  if (given.showLabels && output !== '' && output !== 'wide') {
    throw new UsageError(`--show-labels option cannot be used with ${output} printer`);
  }
  if (given.outputWatchEvents && !(watch || watchOnly)) {
    throw new UsageError('--output-watch-events option can only be used with --watch or --watch-only');
  }
  const human = (output === '' && template === '') || output === 'wide';
  return {
    ...given,
    args,
    files,
    human,
    accept: human && given.serverPrint ? 'table' : 'json',
    enforceNamespace: invocation.given('namespace') && !given.allNamespaces,
  };
}

function refuseWithRaw(
  args: readonly string[],
  { raw, watch, watchOnly, selector, output }: FlagValues<typeof flags>,
): void {
  if (args.length > 0) throw new UsageError('arguments may not be passed when --raw is specified');
  if (watch || watchOnly || selector !== '') {
    throw new UsageError(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    );
  }
  if (output !== '') throw new UsageError('--raw and --output are mutually exclusive');
  if (!raw.startsWith('/')) {
    throw new UsageError(
      `--raw must be a valid URL path: parse ${JSON.stringify(raw)}: invalid URI for request`,
    );
  }
}

function nothingNamed(): UsageError {
  return new UsageError(
    'Required resource not specified.\n' +
      'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    'examples',
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
}

async function run(options: GetOptions, context: Context): Promise<ExitCode> {
  if (options.raw !== '') return (await import('./get/raw.ts')).getRaw(options.raw, context);
  if (options.watch || options.watchOnly) return (await import('./get/watch.ts')).getWatch(options, context);
  if (!options.human) return (await import('./get/objects.ts')).getObjects(options, context);
  return (await import('./get/tables.ts')).getTables(options, context);
}
