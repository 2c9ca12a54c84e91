import { defineCommand, UsageError } from '../command.ts';
import { array, bool, text } from '../flags.ts';
import { buildKustomization } from '../kustomize/build.ts';

/** `kubectl kustomize`. */
export const kustomize = defineCommand({
  name: 'kustomize',
  group: 'Advanced Commands:',
  usage: 'kustomize DIR [flags]',
  short: 'Build a kustomization target from a directory or URL',
  long: 'Print the manifests that the kustomization.yaml of a folder stands for.',
  examples: [
    '# Of the current folder, of another one',
    'kubectl kustomize',
    'kubectl kustomize overlays/production',
  ],
  flags: {
    asCurrentUser: bool('as-current-user', { help: 'Run functions as the current user.' }),
    enableAlphaPlugins: bool('enable-alpha-plugins', { help: 'Let plugins run.' }),
    enableHelm: bool('enable-helm', { help: 'Let charts be inflated.' }),
    env: array('env', { short: 'e', help: 'Environment of functions.' }),
    helmApiVersions: array('helm-api-versions', { help: 'API versions told to helm.' }),
    helmCommand: text('helm-command', { default: 'helm', help: 'The helm program.' }),
    helmDebug: bool('helm-debug', { help: 'Let helm say more.' }),
    helmKubeVersion: text('helm-kube-version', { help: 'Kubernetes version told to helm.' }),
    loadRestrictor: text('load-restrictor', {
      default: 'LoadRestrictionsRootOnly',
      help: "'LoadRestrictionsNone' lets files be read from anywhere.",
    }),
    mount: array('mount', { help: 'Storage of functions.' }),
    network: bool('network', { help: 'Let functions use the network.' }),
    networkName: text('network-name', { default: 'bridge', help: 'The network of functions.' }),
    output: text('output', { short: 'o', help: 'File the result goes to.' }),
  },
  complete: (args, given) => {
    if (args.length > 1) throw new UsageError('specify one path to kustomization.yaml');
    return { ...given, folder: args[0] ?? '.' };
  },
  run: async ({ folder, output }, context) => {
    const built = buildKustomization(context, folder);
    if (output === '') context.out.write(built);
    else context.files.write(output, built);
    return 0;
  },
});
