import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const APPLY = 'application/apply-patch+yaml';

type Method = 'POST' | 'PUT' | 'PATCH' | 'GET';
interface How {
  readonly force?: true;
  readonly dryRun?: true;
  readonly as?: string;
}

/** A cluster that is written to by people who say who they are. */
export function writers() {
  const whole = new WholeCluster({ kubelet: 'fast' });
  whole.pass(1);
  const send = sender(whole);
  const write = (by: string, method: Method, path: string, body?: unknown, contentType?: string): unknown =>
    send(method, path, body, {
      query: by === '' ? {} : { fieldManager: by },
      ...(contentType === undefined ? {} : { contentType }),
    });
  const apply = (by: string, path: string, body: unknown, { force, dryRun, as = APPLY }: How = {}): unknown =>
    send('PATCH', path, body, {
      contentType: as,
      query: { ...(by === '' ? {} : { fieldManager: by }), ...(force ? { force: 'true' } : {}) },
      ...(dryRun === undefined ? {} : { dryRun }),
    });
  return { whole, write, apply, read: (path: string) => send('GET', path) as KubeObject };
}

/** Who owns what: `alice Apply: {...}`. */
export function ownersOf(object: unknown): readonly string[] {
  const { metadata } = object as KubeObject;
  return (metadata.managedFields ?? []).map(({ manager, operation, subresource, fieldsV1 }) =>
    [manager, operation, ...(subresource === undefined ? [] : [subresource]), JSON.stringify(fieldsV1)].join(
      ' ',
    ),
  );
}

export const configMap = (name: string, data: Readonly<Record<string, string>>, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

export const deployment = (replicas: number, image = 'nginx:1.20', labels: object = { app: 'web' }) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } },
  },
});
