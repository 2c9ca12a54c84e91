import { type Command, CommandError, defineCommand, type Files, UsageError } from '../../command.ts';
import { bool, text } from '../../flags.ts';
import { commandHelp } from '../../help.ts';
import {
  type Entry,
  entryOf,
  namesIn,
  unexpectedArguments,
  withEntry,
  withFields,
  withoutEntry,
} from './entries.ts';
import { encoded, storedPath } from './files-inside.ts';

export const getClusters = defineCommand({
  name: 'get-clusters',
  usage: 'get-clusters [flags]',
  short: 'Display clusters defined in the kubeconfig',
  examples: ['# All clusters', 'kubectl config get-clusters'],
  flags: {},
  complete: () => ({}),
  run: async (_options, { config, out }) => {
    for (const line of ['NAME', ...namesIn(config.kubeconfig.read(), 'clusters')]) out.line(line);
    return 0;
  },
});

export const deleteCluster: Command = defineCommand({
  name: 'delete-cluster',
  usage: 'delete-cluster NAME',
  short: 'Delete the specified cluster from the kubeconfig',
  examples: ['# A cluster that is gone', 'kubectl config delete-cluster minikube'],
  flags: {},
  complete: (args, _flags, { path }) => ({ args, path }),
  run: async ({ args, path }, { config, out }) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) {
      out.write(commandHelp(deleteCluster, path));
      return 0;
    }
    const { kubeconfig } = config;
    const file = kubeconfig.read();
    if (entryOf(file, 'clusters', name) === undefined) {
      throw new CommandError(`cannot delete cluster ${name}, not in ${kubeconfig.path}`);
    }
    kubeconfig.write(withoutEntry(file, 'clusters', name));
    out.line(`deleted cluster ${name} from ${kubeconfig.path}`);
    return 0;
  },
});

export const setCluster: Command = defineCommand({
  name: 'set-cluster',
  usage:
    'set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  short: 'Set a cluster entry in kubeconfig',
  long: 'Set a cluster entry in kubeconfig. What is not named stays as it is.',
  examples: ['# Where the server is', 'kubectl config set-cluster e2e --server=https://1.2.3.4'],
  flags: {
    certificateAuthority: text('certificate-authority', { help: 'File with the certificate authority.' }),
    embedCerts: bool('embed-certs', { help: 'Keep the certificate itself in the file.' }),
    insecureSkipTlsVerify: bool('insecure-skip-tls-verify', {
      help: "Take the server's certificate unchecked.",
    }),
    proxyUrl: text('proxy-url', { help: 'A proxy on the way to the server.' }),
    server: text('server', { help: 'The address of the server.' }),
    tlsServerName: text('tls-server-name', { help: "Name the server's certificate is checked against." }),
  },
  complete: (args, given, invocation) => {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) throw unexpectedArguments(setCluster, invocation.path, args);
    if (name === '') throw new UsageError('you must specify a non-empty cluster name');
    if (given.insecureSkipTlsVerify && given.certificateAuthority !== '') {
      throw new UsageError('you cannot specify a certificate authority and insecure mode at the same time');
    }
    if (given.embedCerts && given.certificateAuthority === '')
      throw new UsageError('you must specify a --certificate-authority to embed');
    return { name, given, told: invocation.given };
  },
  run: async ({ name, given, told }, { config, files, out }) => {
    const { kubeconfig } = config;
    const { insecureSkipTlsVerify: isInsecure, server, proxyUrl, tlsServerName } = given;
    const said = (fields: Entry): Entry =>
      Object.fromEntries(Object.entries(fields).filter(([flag]) => told(flag)));
    const fields = {
      // Another server has another name, trust makes authorities needless, and trust has to be said each time.
      ...(told('server') ? { 'tls-server-name': '' } : {}),
      ...(isInsecure ? { 'certificate-authority': '', 'certificate-authority-data': '' } : {}),
      ...said({ server, 'proxy-url': proxyUrl, 'tls-server-name': tlsServerName }),
      ...(told('certificate-authority') ? authority(given, kubeconfig.path, files) : {}),
      'insecure-skip-tls-verify': isInsecure || undefined,
    };
    const file = kubeconfig.read();
    kubeconfig.write(
      withEntry(file, 'clusters', name, withFields(entryOf(file, 'clusters', name) ?? {}, fields)),
    );
    out.line(`Cluster ${JSON.stringify(name)} set.`);
    return 0;
  },
});

/** A certificate of its own, or the file that it is in. */
function authority(
  {
    certificateAuthority: named,
    embedCerts,
  }: { readonly certificateAuthority: string; readonly embedCerts: boolean },
  path: string,
  files: Files,
): Entry {
  if (!embedCerts)
    return {
      'certificate-authority': named === '' ? '' : storedPath(named, path),
      ...(named === '' ? {} : { 'certificate-authority-data': '' }),
    };
  if (files.stat(named) === undefined)
    throw new CommandError(
      `could not stat certificate-authority file ${named}: stat ${named}: no such file or directory`,
    );
  return { 'certificate-authority': '', 'certificate-authority-data': encoded(named, files) };
}
