import { CommandError, defineCommand, UsageError } from '../command.ts';
import { bool, integer, text } from '../flags.ts';
import { copyFromPod, copyToPod } from './cp/copy.ts';
import { filePlace } from './cp/file-place.ts';

const flags = {
  container: text('container', { short: 'c', help: 'The container; the first one unless said.' }),
  noPreserve: bool('no-preserve', { help: 'Leave owners and permissions to the container.' }),
  retries: integer('retries', { help: 'How often to try again to copy from a container; -1: for ever.' }),
};

/** `kubectl cp`. */
export const cp = defineCommand({
  name: 'cp',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: 'Copy files and directories to and from containers. The container has to have a `tar`.',
  examples: [
    '# A file, or a folder with all that is in it, to a pod',
    'kubectl cp page.html web-0:/usr/share/nginx/html/index.html',
    '',
    '# Back from a container of a pod in a namespace',
    'kubectl cp shop/web-0:/data data -c app',
  ],
  flags,
  complete: (args, { container, noPreserve, retries }) => {
    if (args.length !== 2) throw new UsageError('source and destination are required');
    return { from: args[0] ?? '', to: args[1] ?? '', container, noPreserve, retries };
  },
  run: async (options, context) => {
    const from = filePlace(options.from);
    const to = filePlace(options.to);
    if (from.pod !== '' && to.pod !== '')
      throw new CommandError('one of src or dest must be a local file specification');
    if (from.path === '' || to.path === '') throw new CommandError('filepath can not be empty');
    if (from.pod !== '') return await copyFromPod(from, to.path, options, context);
    if (to.pod !== '') return await copyToPod(from.path, to, options, context);
    throw new CommandError('one of src or dest must be a remote file specification');
  },
});
