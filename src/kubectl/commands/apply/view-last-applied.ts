import { lastApplied } from '../../apply/last-applied.ts';
import { CommandError, defineCommand, UsageError } from '../../command.ts';
import { filenameFlags, fileOptions, selectorFlags } from '../../flag-groups.ts';
import { bool, text } from '../../flags.ts';
import { formatYaml } from '../../output/yaml.ts';
import { select } from '../../resources/builder.ts';

/** `kubectl apply view-last-applied`. */
export const viewLastApplied = defineCommand({
  name: 'view-last-applied',
  usage: 'view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  examples: [
    '# As YAML, as JSON',
    'kubectl apply view-last-applied deployment/web',
    'kubectl apply view-last-applied -f web.yaml -o json',
  ],
  flags: {
    ...filenameFlags('naming the resource'),
    ...selectorFlags,
    all: bool('all', { help: 'All resources of the named types in the namespace.' }),
    output: text('output', { short: 'o', default: 'yaml', help: 'Output format: yaml or json.' }),
  },
  complete: (args, given, invocation) => {
    if (given.output !== 'yaml' && given.output !== 'json') {
      throw new UsageError(
        `Unexpected -o output mode: ${given.output}, the flag 'output' must be one of yaml|json`,
        'examples',
      );
    }
    return { ...given, args, files: fileOptions(given), enforceNamespace: invocation.given('namespace') };
  },
  run: async ({ args, files, enforceNamespace, selector, all, output }, context) => {
    const selection = await select(context, { args, files, enforceNamespace, selector, all, latest: true });
    const { infos, error } = await selection.infos();
    if (error !== undefined) throw error;
    for (const { object, name, source } of infos) {
      const configuration = object === undefined ? undefined : lastApplied(object);
      if (configuration === undefined) {
        // kubectl wraps no error at all here: nothing is said of what was named on the command line.
        if (source === '') continue;
        const why = `no last-applied-configuration annotation found on resource: ${name}\n`;
        throw new CommandError(`error when ${why} ${JSON.stringify(source)}: <nil>`);
      }
      context.out.write(
        output === 'json' ? `${JSON.stringify(configuration, null, 2)}\n` : formatYaml(configuration),
      );
    }
    return 0;
  },
});
