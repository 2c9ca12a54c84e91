import { compareText } from '../../machinery/json.ts';
import { defineCommand, UsageError } from '../command.ts';
import { bool, list, text } from '../flags.ts';
import { alignTabs, TABLE_LAYOUT } from '../output/tabwriter.ts';
import { apiVersionOf, groupResource, type Mapping, mapperOf } from '../resources/mapper.ts';

const flags = {
  apiGroup: text('api-group', { help: 'Only resources of this API group.' }),
  cached: bool('cached', { help: 'Use the cached list if there is one.' }),
  categories: list('categories', { help: 'Only resources of all these categories.' }),
  namespaced: bool('namespaced', {
    default: true,
    help: 'Only namespaced resources; false: only the others.',
  }),
  noHeaders: bool('no-headers', { help: 'Leave out the headers.' }),
  output: text('output', { short: 'o', help: 'Output format. One of: (wide, name).' }),
  sortBy: text('sort-by', { help: 'Sort by name or by kind.' }),
  verbs: list('verbs', { help: 'Only resources that know all these verbs.' }),
};

/** `kubectl api-resources`. */
export const apiResources = defineCommand({
  name: 'api-resources',
  group: 'Other Commands:',
  usage: 'api-resources [flags]',
  short: 'Print the supported API resources on the server',
  examples: [
    '# All of them',
    'kubectl api-resources',
    '',
    '# Those without a namespace',
    'kubectl api-resources --namespaced=false',
  ],
  flags,
  complete: (args, given, invocation) => {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`, 'examples');
    if (!['', 'wide', 'name'].includes(given.output))
      throw new UsageError(`--output ${given.output} is not available`);
    if (!['', 'name', 'kind'].includes(given.sortBy))
      throw new UsageError('--sort-by accepts only name or kind');
    return {
      ...given,
      apiGroup: invocation.given('api-group') ? given.apiGroup : undefined,
      namespaced: invocation.given('namespaced') ? given.namespaced : undefined,
    };
  },
  run: async (options, context) => {
    const all = await mapperOf(context).all();
    const shown = preferred(all).filter(
      (one) =>
        one.verbs.length > 0 &&
        (options.apiGroup === undefined || one.group === options.apiGroup) &&
        (options.namespaced === undefined || one.namespaced === options.namespaced) &&
        options.verbs.every((verb) => one.verbs.includes(verb)) &&
        options.categories.every((category) => one.categories.includes(category)),
    );
    const key = (one: Mapping): string =>
      options.sortBy === 'name' ? one.resource : options.sortBy === 'kind' ? one.kind : one.group;
    const sorted = shown.toSorted(
      (a, b) => compareText(key(a), key(b)) || compareText(a.resource, b.resource),
    );
    const rows = sorted.map((one) => rowOf(one, options.output));
    const titled =
      options.noHeaders || options.output === 'name' ? rows : [titlesOf(options.output), ...rows];
    context.out.write(alignTabs(titled.map((cells) => `${cells.join('\t')}\n`).join(''), TABLE_LAYOUT));
    return 0;
  },
});

/** Each resource once, in the first version the server names. */
function preferred(mappings: readonly Mapping[]): readonly Mapping[] {
  const seen = new Set<string>();
  return mappings.filter((one) => {
    const name = groupResource(one);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function titlesOf(output: string): readonly string[] {
  const titles = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
  return output === 'wide' ? [...titles, 'VERBS', 'CATEGORIES'] : titles;
}

function rowOf(one: Mapping, output: string): readonly string[] {
  if (output === 'name') return [groupResource(one)];
  const cells = [one.resource, one.shortNames.join(','), apiVersionOf(one), String(one.namespaced), one.kind];
  return output === 'wide' ? [...cells, one.verbs.join(','), one.categories.join(',')] : cells;
}
