import { compareText } from '../../machinery/json.ts';
import { fetchObject } from '../api.ts';
import { defineCommand, UsageError } from '../command.ts';

interface Groups {
  readonly groups?: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}

/** `kubectl api-versions`. */
export const apiVersions = defineCommand({
  name: 'api-versions',
  group: 'Other Commands:',
  usage: 'api-versions',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  examples: ['# The supported API versions', 'kubectl api-versions'],
  flags: {},
  complete: (args) => {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(' ')}]`, 'examples');
    return {};
  },
  run: async (_options, context) => {
    const core = await fetchObject<{ readonly versions?: readonly string[] }>(context, 'GET', '/api');
    const { groups = [] } = await fetchObject<Groups>(context, 'GET', '/apis');
    const named = groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion));
    for (const version of [...(core.versions ?? []), ...named].sort(compareText)) context.out.line(version);
    return 0;
  },
});
