import {
  type Command,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { text } from '../../kubectl/flags.ts';
import { formatJson } from '../../kubectl/output/json.ts';
import { formatYaml } from '../../kubectl/output/yaml.ts';
import { CHUNK, fetchList } from '../../kubectl/related.ts';
import { groupResource, mapperOf, resourcePath } from '../../kubectl/resources/mapper.ts';
import type { AnyObject } from '../../kubectl/resources/object.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { plain } from '../export/plain.ts';
import { isUsers, mayBeUsers, rankOf } from '../export/which.ts';

/** `sim cluster export`: everything users made, as `kubectl apply` takes it. */
export const exportCommand: Command = defineCommand({
  name: 'export',
  usage: 'export [-o yaml|json] [-n NAMESPACE]',
  short: 'Print what users made, as kubectl apply takes it',
  long:
    'Print everything that users made, as kubectl apply takes it: without what the cluster added, and without what\n' +
    ' it makes by itself. With -n only what is in that namespace.',
  examples: [
    '# Take a cluster elsewhere',
    'sim cluster export > cluster.yaml',
    'kubectl apply -f cluster.yaml',
  ],
  flags: {
    output: text('output', { short: 'o', default: 'yaml', help: 'yaml or json.' }),
  },
  complete: (args, { output }, { given }) => {
    if (args.length > 0) throw new UsageError(`sim cluster export takes no arguments, got ${args.join(' ')}`);
    if (output !== 'yaml' && output !== 'json')
      throw new UsageError(`-o is yaml or json, not ${JSON.stringify(output)}`);
    return { output, onlyNamespace: given('namespace') };
  },
  run: async ({ output, onlyNamespace }, context): Promise<ExitCode> => {
    const objects = await userObjects(context, onlyNamespace ? context.config.namespace : '');
    if (objects.length === 0) {
      context.err.line('There is nothing to export: nobody has made anything yet.');
      return 0;
    }
    context.out.write(
      output === 'json'
        ? formatJson({ apiVersion: 'v1', kind: 'List', items: objects })
        : objects.map(formatYaml).join('---\n'),
    );
    return 0;
  },
});

async function userObjects(context: Context, namespace: string): Promise<readonly AnyObject[]> {
  const quiet = { transport: context.transport, err: { write: () => {}, line: () => {} } };
  const found: { readonly rank: number; readonly object: AnyObject }[] = [];
  const seen = new Set<string>();
  for (const mapping of await mapperOf(quiet).all()) {
    const resource = groupResource(mapping);
    if (seen.has(resource) || !mayBeUsers(resource) || (namespace !== '' && !mapping.namespaced)) continue;
    if (!mapping.verbs.includes('list') || !mapping.verbs.includes('create')) continue;
    seen.add(resource);
    const list = await fetchList<KubeObject>(quiet, resourcePath(mapping, namespace), {}, CHUNK);
    for (const one of list) {
      const object: AnyObject = { ...one };
      if (isUsers(object, resource)) found.push({ rank: rankOf(resource), object: plain(object, resource) });
    }
  }
  return found.toSorted((a, b) => a.rank - b.rank).map(({ object }) => object);
}
