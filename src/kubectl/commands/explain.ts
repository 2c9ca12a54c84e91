import { fetchObject } from '../api.ts';
import { CommandError, type Context, defineCommand } from '../command.ts';
import { bool, text } from '../flags.ts';
import { groupResource, type Mapping, mapperOf } from '../resources/mapper.ts';
import { explainSchema } from './explain/plaintext.ts';
import { type Document, type GroupVersionKind, schemaOf } from './explain/schema.ts';

/** `kubectl explain`. */
export const explain = defineCommand({
  name: 'explain',
  group: 'Basic Commands (Intermediate):',
  usage:
    'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  short: 'Get documentation for a resource',
  long: 'Describe the fields of a resource, or one field: TYPE.FIELD.FIELD. The server says what there is.',
  examples: [
    '# What a pod is made of',
    'kubectl explain pods',
    '',
    '# All fields, in short',
    'kubectl explain pods --recursive',
    '',
    '# One field',
    'kubectl explain deployment.spec.strategy',
  ],
  flags: {
    apiVersion: text('api-version', { help: 'The API version to look at: group/version.' }),
    output: text('output', { default: 'plaintext', help: 'How to show it: plaintext.' }),
    recursive: bool('recursive', { help: 'Show the fields of fields, too, without their descriptions.' }),
  },
  complete: (args, given, { path }) => {
    const [word, second] = args;
    if (word === undefined) {
      throw new CommandError(
        `You must specify the type of resource to explain. Use "${path.split(' ')[0]} api-resources" for a complete list of supported resources.\n`,
      );
    }
    if (second !== undefined) throw new CommandError('We accept only this format: explain RESOURCE\n');
    return { ...given, word };
  },
  run: async ({ word, apiVersion, output, recursive }, context) => {
    const { mapping, path } = await find(word, context);
    const { group, version } = apiVersion === '' ? mapping : parted(apiVersion);
    if (output !== 'plaintext') throw new CommandError(`unrecognized format: ${output}`);
    const document = await documentOf({ ...mapping, group, version }, context);
    const wanted: GroupVersionKind = { group, version, kind: mapping.kind };
    const schema = schemaOf(wanted, document);
    if (schema === undefined) {
      throw new CommandError(`GVR (${gvrText({ ...mapping, group, version })}) not found in OpenAPI schema`);
    }
    context.out.write(headingOf(wanted));
    const explained = explainSchema(schema, { document, path, recursive });
    if (explained === '') throw new CommandError(`field ${JSON.stringify(path.at(-1))} does not exist`);
    context.out.line(explained);
    return 0;
  },
});

/** `group/version`, or a version of the core group. */
function parted(apiVersion: string): { readonly group: string; readonly version: string } {
  const [first = '', second] = apiVersion.split('/');
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}

interface Found {
  readonly mapping: Mapping;
  readonly path: readonly string[];
}

/** `deployments.apps.spec` may name a group: of all resources of the name the one that begins the word counts, else the first. */
async function find(word: string, context: Context): Promise<Found> {
  const parts = word.replace(/\.$/, '').split('.');
  if (parts.some((part) => !/^[\w$-]+$/.test(part))) {
    throw new CommandError('invalid jsonpath syntax, all nodes must be field nodes');
  }
  const [name = '', ...fields] = parts;
  const mapper = mapperOf(context);
  const lower = name.toLowerCase();
  const all = (await mapper.all()).filter(
    ({ resource, singular, shortNames }) =>
      resource === lower || singular === lower || shortNames.includes(lower),
  );
  const named = all.find((one) => one.group !== '' && `${word}.`.startsWith(`${groupResource(one)}.`));
  if (named !== undefined) return { mapping: named, path: fields.slice(named.group.split('.').length) };
  return { mapping: all[0] ?? (await mapper.forWord(name)), path: fields };
}

const gvrText = ({ group, version, resource }: Mapping): string =>
  `${group === '' ? '' : group}/${version}, Resource=${resource}`;

interface Paths {
  readonly paths?: Readonly<Record<string, { readonly serverRelativeURL: string }>>;
}

async function documentOf(mapping: Mapping, context: Context): Promise<Document> {
  const { paths = {} } = await fetchObject<Paths>(context, 'GET', '/openapi/v3');
  const { group, version } = mapping;
  const url = paths[group === '' ? `api/${version}` : `apis/${group}/${version}`]?.serverRelativeURL;
  if (url === undefined) throw new CommandError(`couldn't find resource for "${gvrText(mapping)}"`);
  const { pathname, searchParams } = new URL(url, 'http://server');
  return fetchObject<Document>(context, 'GET', pathname, { query: Object.fromEntries(searchParams) });
}

function headingOf({ group, kind, version }: GroupVersionKind): string {
  const lines = [
    ...(group === '' ? [] : [`GROUP:      ${group}`]),
    `KIND:       ${kind}`,
    `VERSION:    ${version}`,
  ];
  return `${lines.join('\n')}\n\n`;
}
