import { fetchObject } from '../../api.ts';
import { type Context, defineCommand, Exit, type ExitCode } from '../../command.ts';
import { bool, text } from '../../flags.ts';
import { type PolicyRule, policyRuleRows } from '../../kinds/role/rules.ts';
import { alignTabs, TABLE_LAYOUT } from '../../output/tabwriter.ts';
import { type Mapping, mapperOf } from '../../resources/mapper.ts';

const REVIEWS = '/apis/authorization.k8s.io/v1';
const VERBS = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
);
const PATH_VERBS = new Set('get put post head options delete patch *'.split(' '));
/** What permissions know and discovery does not. */
const UNLISTED = new Set(['users', 'groups']);

interface Question {
  readonly verb: string;
  /** A resource, or a path when it begins with a slash. */
  readonly what: string;
  readonly subresource: string;
  readonly allNamespaces: boolean;
  readonly quiet: boolean;
  readonly noHeaders: boolean;
}
type CanIOptions = Question & { readonly list: boolean };

/** `kubectl auth can-i`: exit code 1 says no. */
export const canI = defineCommand({
  name: 'can-i',
  usage: 'can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]',
  short: 'Check whether an action is allowed',
  long:
    'Check whether an action is allowed.\n\n' +
    " VERB is one of the API's: get, list, watch, delete and so on. TYPE is a resource in any of its forms, NAME that of\n" +
    ' one object, NONRESOURCEURL a path that begins with "/". With --as you ask for someone else.',
  examples: [
    '# May I create pods anywhere',
    'kubectl auth can-i create pods --all-namespaces',
    '',
    '# May a service account list pods in another namespace',
    'kubectl auth can-i list pods --as=system:serviceaccount:dev:foo -n prod',
    '',
    '# All that I may do here',
    'kubectl auth can-i --list',
  ],
  flags: {
    allNamespaces: bool('all-namespaces', { short: 'A', help: 'Whether it is allowed in all namespaces.' }),
    list: bool('list', { help: 'Show all that is allowed.' }),
    noHeaders: bool('no-headers', { help: 'Show what is allowed without a headline.' }),
    quiet: bool('quiet', { short: 'q', help: 'Say nothing; the exit code tells.' }),
    subresource: text('subresource', { help: 'Subresource, as log of pods or scale of deployments.' }),
  },
  complete: (args, given): CanIOptions => {
    if (given.list && args.length > 0) throw new Error('list option must be specified with no arguments');
    if (given.list && (given.quiet || given.allNamespaces || given.subresource !== '')) {
      throw new Error(
        "list option can't be specified with neither quiet, all-namespaces nor subresource options",
      );
    }
    const [verb = '', what = ''] = args;
    if (!given.list && args.length !== 2) {
      throw new Error(
        'you must specify two arguments: verb resource or verb resource/resourceName.\n' +
          "See 'kubectl auth can-i -h' for help and examples.",
      );
    }
    return { ...given, verb, what };
  },
  run: async (options, context) => (options.list ? tellAll(options, context) : tellOne(options, context)),
});

async function tellOne(question: Question, context: Context): Promise<ExitCode> {
  const { what, quiet, noHeaders } = question;
  const attributes = what.startsWith('/')
    ? { nonResourceAttributes: pathAttributes(question, context) }
    : { resourceAttributes: await resourceAttributes(question, context) };
  if (noHeaders) throw new Error('--no-headers cannot be set without --list specified');
  const { status } = await review<AccessReview>(context, 'SelfSubjectAccessReview', attributes);
  const { allowed = false, reason = '', evaluationError = '' } = status;
  const why = [reason, evaluationError].filter((words) => words !== '').map((words) => ` - ${words}`);
  if (!quiet) context.out.line(allowed ? 'yes' : `no${why.join('')}`);
  if (!allowed) throw new Exit(1);
  return 0;
}

interface AccessReview {
  readonly status: {
    readonly allowed?: boolean;
    readonly reason?: string;
    readonly evaluationError?: string;
  };
}

function review<T>(context: Context, kind: string, spec: unknown): Promise<T> {
  const body = { kind, apiVersion: 'authorization.k8s.io/v1', metadata: { creationTimestamp: null }, spec };
  return fetchObject<T>(context, 'POST', `${REVIEWS}/${kind.toLowerCase()}s`, { body });
}

/** These texts end in a line feed of their own. */
const warn = ({ err }: Context, words: string): void => {
  err.line(`Warning: ${words}\n`);
};

function pathAttributes({ verb, what, subresource }: Question, context: Context) {
  if (subresource !== '') throw new Error('--subresource can not be used with NonResourceURL');
  if (!PATH_VERBS.has(verb)) warn(context, `verb '${verb}' is not a known verb`);
  return { path: what, verb };
}

async function resourceAttributes(
  { verb, what, subresource, allNamespaces }: Question,
  context: Context,
): Promise<Readonly<Record<string, string>>> {
  const [word = '', ...rest] = what.split('/');
  const mapping = word === '*' ? undefined : await mappingOf(word, context);
  if (!allNamespaces) {
    if (mapping?.namespaced === false) {
      const inGroup = mapping.group === '' ? '' : ` in group '${mapping.group}'`;
      warn(context, `resource '${mapping.resource}' is not namespace scoped${inGroup}`);
    }
    if (!VERBS.has(verb)) warn(context, `verb '${verb}' is not a known verb`);
  }
  const attributes = {
    namespace: allNamespaces ? '' : context.config.namespace,
    verb,
    group: mapping?.group ?? '',
    resource: mapping?.resource ?? word,
    subresource,
    name: rest.join('/'),
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

async function mappingOf(word: string, context: Context): Promise<Mapping | undefined> {
  try {
    return await mapperOf(context).forWord(word.toLowerCase());
  } catch {
    const lower = word.toLowerCase();
    if (UNLISTED.has(lower)) return undefined;
    const dot = lower.indexOf('.');
    const named = dot < 0 ? `'${lower}'` : `'${lower.slice(0, dot)}' in group '${lower.slice(dot + 1)}'`;
    warn(context, `the server doesn't have a resource type ${named}`);
    return undefined;
  }
}

interface RulesReview {
  readonly status: {
    readonly incomplete?: boolean;
    readonly evaluationError?: string;
    readonly resourceRules?: readonly PolicyRule[] | null;
    readonly nonResourceRules?: readonly PolicyRule[] | null;
  };
}

async function tellAll({ noHeaders }: CanIOptions, context: Context): Promise<ExitCode> {
  const { namespace } = context.config;
  const { status } = await review<RulesReview>(context, 'SelfSubjectRulesReview', { namespace });
  if (status.incomplete === true) {
    context.err.line(`Warning: the list may be incomplete: ${status.evaluationError ?? ''}`);
  }
  const rows = policyRuleRows([...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])]);
  const head = noHeaders ? [] : ['Resources\tNon-Resource URLs\tResource Names\tVerbs'];
  const lines = [...head, ...rows].map((row) => `${row}\n`);
  context.out.write(alignTabs(lines.join(''), TABLE_LAYOUT));
  return 0;
}
