import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';

/** What the client says of itself: the kubectl whose words these commands speak. */
export const CLIENT_VERSION = {
  major: '1',
  minor: '33',
  gitVersion: KUBERNETES_VERSION,
  gitCommit: '8adc0f041b8e7ad1d30e29cc59c6ae7a15e19828',
  gitTreeState: 'clean',
  buildDate: '2025-05-15T08:27:33Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;

/** The kustomize that is built in. */
export const KUSTOMIZE_VERSION = 'v5.6.0';
