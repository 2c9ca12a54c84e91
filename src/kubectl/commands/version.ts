import { fetchObject } from '../api.ts';
import { CLIENT_VERSION, KUSTOMIZE_VERSION } from '../client-version.ts';
import { defineCommand, UsageError } from '../command.ts';
import { bool, text } from '../flags.ts';
import { formatYaml } from '../output/yaml.ts';

interface VersionInfo {
  readonly gitVersion: string;
}

/** `kubectl version`. */
export const version = defineCommand({
  name: 'version',
  group: 'Other Commands:',
  usage: 'version [flags]',
  short: 'Print the client and server version information',
  examples: ['# Both versions', 'kubectl version'],
  flags: {
    client: bool('client', { help: "Only the client's version: no server is asked." }),
    output: text('output', { short: 'o', help: "One of 'yaml' or 'json'." }),
  },
  complete: (args, { client, output }) => {
    // With --client kubectl forgets to look at its arguments.
    if (args.length > 0 && !client) throw new UsageError(`extra arguments: [${args.join(' ')}]`);
    if (!['', 'yaml', 'json'].includes(output)) throw new UsageError("--output must be 'yaml' or 'json'");
    return { client, output };
  },
  run: async ({ client, output }, context) => {
    const server = client ? undefined : await fetchObject<VersionInfo>(context, 'GET', '/version');
    const all = {
      clientVersion: CLIENT_VERSION,
      kustomizeVersion: KUSTOMIZE_VERSION,
      ...(server === undefined ? {} : { serverVersion: server }),
    };
    if (output === 'json') context.out.line(JSON.stringify(all, null, 2));
    else if (output === 'yaml') context.out.line(formatYaml(all));
    else {
      context.out.line(`Client Version: ${CLIENT_VERSION.gitVersion}`);
      context.out.line(`Kustomize Version: ${KUSTOMIZE_VERSION}`);
      if (server !== undefined) context.out.line(`Server Version: ${server.gitVersion}`);
    }
    if (server !== undefined) context.err.write(skewWarning(server.gitVersion));
    return 0;
  },
});

/** More than one minor version apart is told. */
function skewWarning(serverVersion: string): string {
  const [client, server] = [CLIENT_VERSION.gitVersion, serverVersion].map((text) =>
    /^v?(\d+)\.(\d+)/.exec(text),
  );
  const [major, minor] = [1, 2].map((part) => Math.abs(Number(client?.[part]) - Number(server?.[part])));
  if ((major ?? 0) === 0 && (minor ?? 0) <= 1) return '';
  return (
    `WARNING: version difference between client (${client?.[1]}.${client?.[2]}) and server (${server?.[1]}.${server?.[2]}) ` +
    'exceeds the supported minor version skew of +/-1\n'
  );
}
