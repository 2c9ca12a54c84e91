import { describe, expect, test } from 'vitest';
import { type Answer, kubectl } from '../../../support/memory-kubectl.ts';
import { discovered } from '../discovery.ts';

const ownedBy = (kind: string, name: string) => [
  { apiVersion: 'apps/v1', kind, name, uid: name, controller: true },
];
const pod = (name: string, fields: object = {}, spec: object = {}) => ({
  metadata: { namespace: 'gold', name, uid: name, ...fields },
  spec: { nodeName: 'node-2', containers: [{ name: 'c', image: 'c' }], ...spec },
  status: { phase: 'Running' },
});

const AGENT = pod('agent-2lxsj', { ownerReferences: ownedBy('DaemonSet', 'agent') });
const WEB = pod('web-1', { ownerReferences: ownedBy('ReplicaSet', 'web') });
const LONE = pod('lone', {}, { volumes: [{ name: 'scratch', emptyDir: {} }] });
const MIRROR = pod('static', { annotations: { 'kubernetes.io/config.mirror': 'x' } });

/** A node with these pods; evicted pods are gone when they are asked for again. */
function nodeWith(...pods: readonly ReturnType<typeof pod>[]): Answer {
  return discovered(({ method, path }) => {
    if (path === '/api/v1/nodes/node-2') {
      return { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-2' }, spec: {} } };
    }
    if (path === '/api/v1/pods') {
      return { body: { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '1' }, items: pods } };
    }
    if (path.endsWith('/daemonsets/agent')) return { body: { metadata: { name: 'agent' } } };
    return method === 'POST' ? { code: 201, body: { kind: 'Status', status: 'Success' } } : undefined;
  });
}

const drain = (answer: Answer, ...flags: readonly string[]) =>
  kubectl(['drain', 'node-2', ...flags], { answer, namespace: 'gold' });

describe('drain', () => {
  test('names all that stands in the way, and what overrides it', async () => {
    const { stdout, stderr, exit } = await drain(nodeWith(AGENT, LONE));
    expect({ stdout, exit }).toEqual({ stdout: 'node/node-2 cordoned\n', exit: 1 });
    const daemons =
      'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): gold/agent-2lxsj';
    const local = 'cannot delete Pods with local storage (use --delete-emptydir-data to override): gold/lone';
    expect(stderr.split('\n')).toEqual([
      `error: unable to drain node "node-2" due to error: [${daemons}, ${local}], continuing command...`,
      'There are pending nodes to be drained:',
      ' node-2',
      daemons,
      local,
      '',
    ]);
  });

  test('one obstacle is told without brackets', async () => {
    const { stderr } = await drain(nodeWith(AGENT, LONE), '--ignore-daemonsets', '--delete-emptydir-data');
    expect(stderr).toContain(
      'due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): gold/lone, continuing',
    );
  });

  test('a dry run tells whom it would evict', async () => {
    const flags = ['--ignore-daemonsets', '--force', '--delete-emptydir-data', '--dry-run=client'];
    const { stdout, stderr, exit, requests } = await drain(nodeWith(AGENT, LONE, WEB, MIRROR), ...flags);
    expect(stdout.split('\n')).toEqual([
      'node/node-2 cordoned (dry run)',
      'evicting pod gold/lone (dry run)',
      'evicting pod gold/web-1 (dry run)',
      'node/node-2 drained (dry run)',
      '',
    ]);
    expect(stderr).toBe(
      'Warning: deleting Pods that declare no controller: gold/lone; ignoring DaemonSet-managed Pods: gold/agent-2lxsj\n',
    );
    expect(exit).toBe(0);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('pods are evicted and waited for', async () => {
    const { stdout, requests } = await drain(nodeWith(WEB));
    expect(stdout).toBe(
      'node/node-2 cordoned\nevicting pod gold/web-1\npod/web-1 evicted\nnode/node-2 drained\n',
    );
    expect(requests).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        path: '/api/v1/namespaces/gold/pods/web-1/eviction',
        body: expect.objectContaining({ apiVersion: 'policy/v1', kind: 'Eviction' }),
      }),
    );
  });

  test('--disable-eviction deletes', async () => {
    const { requests } = await drain(nodeWith(WEB), '--disable-eviction', '--grace-period=5');
    const deletion = requests.find(({ method }) => method === 'DELETE');
    expect(deletion).toMatchObject({ path: '/api/v1/namespaces/gold/pods/web-1' });
    expect(deletion?.body).toMatchObject({ gracePeriodSeconds: 5 });
  });
});
