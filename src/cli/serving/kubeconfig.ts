const NAME = 'sim';

/** A kubeconfig that leads any client to the address: JSON, which is YAML too. */
export function kubeconfigFor(address: string, token: string | undefined): string {
  const config = {
    apiVersion: 'v1',
    // Some client libraries speak plain http only where it is said that nothing is verified.
    clusters: [{ cluster: { 'insecure-skip-tls-verify': true, server: address }, name: NAME }],
    contexts: [{ context: { cluster: NAME, user: NAME }, name: NAME }],
    'current-context': NAME,
    kind: 'Config',
    preferences: {},
    users: [{ name: NAME, user: token === undefined ? {} : { token } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
