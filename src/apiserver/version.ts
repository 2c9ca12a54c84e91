import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';

/** What GET /version answers. */
export const VERSION_INFO = {
  major: '1',
  minor: '33',
  gitVersion: KUBERNETES_VERSION,
  gitCommit: '8adc0f041b8e7ad1d30e29cc59c6ae7a15e19828',
  gitTreeState: 'clean',
  buildDate: '2025-05-15T08:19:08Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;
