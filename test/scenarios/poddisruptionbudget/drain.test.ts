import { describe, expect, test } from 'vitest';
import { DaemonSet } from '../../../src/kinds/apps/daemonset/kind.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { withCondition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { PodDisruptionBudget } from '../../../src/kinds/policy/poddisruptionbudget/kind.ts';
import type { PodDisruptionBudgetSpec } from '../../../src/kinds/policy/poddisruptionbudget/types.ts';
import { timeOf } from '../../../src/machinery/instant.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import { kubectl } from '../../support/kubectl.ts';
import { NAMESPACE, Stage } from '../../support/scenario.ts';

const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } };
const selector = { matchLabels: labels };
const deployment = (replicas: number) =>
  ({ metadata: { name: 'web' }, spec: { replicas, selector, template } }) as object as Draft<Deployment>;
const budget = (spec: PodDisruptionBudgetSpec): Draft<PodDisruptionBudget> => ({
  metadata: { name: 'web' },
  spec: { selector, ...spec },
});
const lone = (name: string, spec: object = {}) =>
  ({ metadata: { name, labels }, spec: { ...template.spec, ...spec } }) as object as Draft<Pod>;

function evict(stage: Stage, name: string, more: object = {}) {
  const body = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace: NAMESPACE },
    ...more,
  };
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}/eviction`;
  const { code, body: answer } = stage.cluster.api.handle({
    method: 'POST',
    path,
    query: {},
    accept: 'json',
    body,
  });
  stage.settle();
  return { code, answer };
}

const status = (stage: Stage) => {
  const { status } = stage.get(PodDisruptionBudget, 'web');
  const [condition] = status?.conditions ?? [];
  return [
    status?.currentHealthy,
    status?.desiredHealthy,
    status?.disruptionsAllowed,
    status?.expectedPods,
    `${condition?.status} ${condition?.reason}`,
  ];
};

describe('SP-33 a drain while two of two pods have to stay', () => {
  function twoOfTwo(): Stage {
    const stage = new Stage({ nodes: 1 });
    stage.create(Deployment, deployment(2));
    stage.create(PodDisruptionBudget, budget({ minAvailable: 2 }));
    return stage;
  }

  test('E-2: the eviction is refused, and why', () => {
    const stage = twoOfTwo();
    expect(evict(stage, stage.podNames()[0] ?? '')).toEqual({
      code: 429,
      answer: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        reason: 'TooManyRequests',
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: 'The disruption budget web needs 2 healthy pods and has 2 currently',
            },
          ],
        },
        code: 429,
      },
    });
  });

  test('E-7: the drain asks again every 5 seconds, until its time is over', async () => {
    const stage = twoOfTwo();
    const [a, b] = stage.podNames();
    const refused = (name?: string) =>
      `! error when evicting pods/"${name}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`;
    const told = await kubectl(stage, 'drain node-1 --timeout=8s');
    expect(told.filter((line) => line.startsWith('! error when evicting')).slice(0, 4)).toEqual([
      refused(a),
      refused(b),
      refused(a),
      refused(b),
    ]);
    expect(told.at(-1)).toBe('[exit 1]');
    expect(stage.pods()).toHaveLength(2);
  });

  test('E-3: with a third pod they go one by one, as each replacement becomes ready', async () => {
    const stage = twoOfTwo();
    stage.addNode('node-2');
    await kubectl(stage, 'scale deploy/web --replicas=3');
    expect(status(stage)).toEqual([3, 2, 1, 3, 'True SufficientPods']);
    const before = stage.pods().filter(({ spec }) => spec.nodeName === 'node-1').length;
    const told = await kubectl(stage, 'drain node-1');
    expect(told.filter((line) => line.endsWith('evicted'))).toHaveLength(before);
    expect(told.at(-1)).toBe('node/node-1 drained');
  });

  test('E-8: delete asks nobody', async () => {
    const stage = twoOfTwo();
    const [name] = stage.podNames();
    expect(await kubectl(stage, `delete pod ${name}`)).toEqual([`pod "${name}" deleted`]);
  });
});

describe('SP-34 what a drain refuses to remove', () => {
  function mixed(): Stage {
    const stage = new Stage({ nodes: 1 });
    stage.create(DaemonSet, {
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: { ...template, metadata: { labels: { app: 'agent' } } },
      },
    } as object as Draft<DaemonSet>);
    stage.create(Pod, lone('bare'));
    stage.create(Pod, lone('scratch', { volumes: [{ name: 'v', emptyDir: {} }] }));
    return stage;
  }

  test('without flags nothing is evicted, and the node stays cordoned', async () => {
    const stage = mixed();
    const [agent] = stage.podNames('agent');
    const told = await kubectl(stage, 'drain node-1');
    expect([told[0], ...told.slice(-4)]).toEqual([
      'node/node-1 cordoned',
      `! cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/${agent}`,
      '! cannot delete cannot delete Pods that declare no controller (use --force to override): default/bare',
      '! cannot delete Pods with local storage (use --delete-emptydir-data to override): default/scratch',
      '[exit 1]',
    ]);
    expect(stage.pods()).toHaveLength(3);
    expect((await kubectl(stage, 'get nodes'))[1]).toContain('SchedulingDisabled');
  });

  test('with the flags all go but the daemon', async () => {
    const stage = mixed();
    const [agent] = stage.podNames('agent');
    const told = await kubectl(stage, 'drain node-1 --ignore-daemonsets --force --delete-emptydir-data');
    expect(told.filter((line) => !line.startsWith('!'))).toEqual([
      'node/node-1 cordoned',
      'evicting pod default/bare',
      'evicting pod default/scratch',
      'pod/bare evicted',
      'pod/scratch evicted',
      'node/node-1 drained',
    ]);
    expect(stage.podNames()).toEqual([agent]);
  });
});

describe('SP-35 shares of seven pods', () => {
  function seven(spec: PodDisruptionBudgetSpec): Stage {
    const stage = new Stage();
    stage.create(Deployment, deployment(7));
    stage.create(PodDisruptionBudget, budget(spec));
    return stage;
  }

  test('E-5: maxUnavailable 30% are three', () => {
    expect(status(seven({ maxUnavailable: '30%' }))).toEqual([7, 4, 3, 7, 'True SufficientPods']);
  });
  test('E-5: minAvailable 50% are four', () => {
    expect(status(seven({ minAvailable: '50%' }))).toEqual([7, 4, 3, 7, 'True SufficientPods']);
  });
  test('E-5: a share counts what the Deployment is scaled to, an amount the pods there are', () => {
    const stage = seven({ minAvailable: '50%' });
    stage.hold();
    stage.edit(Deployment, 'web', (one) => ({ ...one, spec: { ...one.spec, replicas: 20 } }));
    expect(status(stage)).toEqual([7, 10, 0, 20, 'False InsufficientPods']);
    stage.edit(PodDisruptionBudget, 'web', (one) => ({ ...one, spec: { selector, minAvailable: 5 } }));
    expect(status(stage)).toEqual([7, 5, 2, 20, 'True SufficientPods']);
  });
});

describe('what a budget says of its pods', () => {
  test('E-5: without pods nothing is allowed, and it is said on each sync', () => {
    const stage = new Stage();
    stage.create(PodDisruptionBudget, budget({ minAvailable: 0 }));
    expect(status(stage)).toEqual([0, 0, 0, 0, 'False InsufficientPods']);
    expect(stage.events('web')).toEqual(['Normal NoPods No matching pods found x2']);
  });

  test('E-5: pods without controller are not counted by a share', () => {
    const stage = new Stage();
    stage.create(Pod, lone('a'));
    stage.create(PodDisruptionBudget, budget({ maxUnavailable: 1 }));
    expect(status(stage)).toEqual([1, 0, 0, 0, 'False InsufficientPods']);
    expect(stage.events('web').at(-1)).toMatch(
      /^Warning UnmanagedPods Pods selected by this PodDisruptionBudget \(selector: &LabelSelector\{MatchLabels:map\[string\]string\{app: web,\},MatchExpressions:\[\]LabelSelectorRequirement\{\},\}\) were found to be unmanaged\. As a result, /,
    );
  });

  test('E-5: a controller without scale is a fault', () => {
    const stage = new Stage({ nodes: 1 });
    stage.create(DaemonSet, {
      metadata: { name: 'web' },
      spec: { selector, template },
    } as object as Draft<DaemonSet>);
    stage.create(PodDisruptionBudget, budget({ maxUnavailable: 1 }));
    expect(status(stage).at(-1)).toBe('False SyncFailed');
    expect(stage.get(PodDisruptionBudget, 'web').status?.conditions?.[0]?.message).toBe(
      'daemonsets.apps does not implement the scale subresource',
    );
  });

  test('E-6: an empty selector has all pods of the namespace, an absent one none', () => {
    const stage = new Stage();
    stage.create(Pod, lone('a'));
    stage.create(PodDisruptionBudget, { metadata: { name: 'web' }, spec: { selector: {}, minAvailable: 1 } });
    expect(status(stage)).toEqual([1, 1, 0, 1, 'False InsufficientPods']);
    stage.edit(PodDisruptionBudget, 'web', (one) => ({ ...one, spec: { minAvailable: 1 } }));
    expect(status(stage)).toEqual([0, 1, 0, 0, 'False InsufficientPods']);
  });

  test('a pod with two budgets is told of, and cannot be evicted (E-1)', () => {
    const stage = new Stage();
    stage.create(PodDisruptionBudget, budget({ minAvailable: 0 }));
    stage.create(PodDisruptionBudget, { ...budget({ minAvailable: 0 }), metadata: { name: 'also' } });
    stage.create(Pod, lone('a'));
    expect(stage.events('a').filter((line) => line.includes('Budgets'))[0]).toMatch(
      /^Warning MultiplePodDisruptionBudgets Pod "default"\/"a" matches multiple PodDisruptionBudgets\. {2}Chose "also" arbitrarily\./,
    );
    const { code, answer } = evict(stage, 'a');
    expect([code, (answer as { message: string }).message]).toEqual([
      500,
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    ]);
  });
});

describe('an eviction', () => {
  function guarded(spec: PodDisruptionBudgetSpec, ready = true): Stage {
    const stage = new Stage();
    stage.create(Deployment, deployment(2));
    stage.create(PodDisruptionBudget, budget(spec));
    stage.linger();
    if (!ready) stage.hold();
    if (!ready) stage.unready(stage.podNames()[0] ?? '');
    return stage;
  }

  test('E-3: is written down on the pod', () => {
    const stage = guarded({ minAvailable: 1 });
    stage.hold();
    const [name = ''] = stage.podNames();
    expect(evict(stage, name).code).toBe(201);
    const target = stage.get(Pod, name).status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
    expect([target?.status, target?.reason, target?.message]).toEqual([
      'True',
      'EvictionByEvictionAPI',
      'Eviction API: evicting',
    ]);
    expect(status(stage)).toEqual([1, 1, 0, 3, 'False InsufficientPods']);
  });

  test('E-4: of a pod that is not ready is let in while enough others are', () => {
    const stage = guarded({ minAvailable: 1 }, false);
    expect(status(stage)).toEqual([1, 1, 0, 2, 'False InsufficientPods']);
    expect(evict(stage, stage.podNames()[0] ?? '').code).toBe(201);
  });

  test('E-4: otherwise it is refused, unless the policy is AlwaysAllow', () => {
    const refused = guarded({ minAvailable: 2 }, false);
    expect(evict(refused, refused.podNames()[0] ?? '').code).toBe(429);
    const allowed = guarded({ minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, false);
    expect(evict(allowed, allowed.podNames()[0] ?? '').code).toBe(201);
  });

  test('E-1: of a pod that has not started asks no budget', () => {
    const stage = new Stage();
    stage.hold();
    stage.create(Deployment, deployment(1));
    stage.create(PodDisruptionBudget, budget({ minAvailable: 1 }));
    expect(evict(stage, stage.podNames()[0] ?? '').code).toBe(201);
  });

  test('E-2: is refused while the budget has not been looked at', () => {
    const stage = guarded({ minAvailable: 1 });
    stage.client.update(PodDisruptionBudget, {
      ...stage.get(PodDisruptionBudget, 'web'),
      spec: { selector, minAvailable: 0 },
    });
    const { code, answer } = evict(stage, stage.podNames()[0] ?? '');
    expect([code, (answer as { details: unknown }).details]).toEqual([
      429,
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: 'The disruption budget web is still being processed by the server.',
          },
        ],
        retryAfterSeconds: 10,
      },
    ]);
  });

  test('of another pod than was meant is a conflict', () => {
    const stage = guarded({ minAvailable: 1 });
    const [name = ''] = stage.podNames();
    const { uid } = stage.get(Pod, name).metadata;
    const { code, answer } = evict(stage, name, { deleteOptions: { preconditions: { uid: 'other' } } });
    expect([code, (answer as { message: string }).message]).toEqual([
      409,
      `Operation cannot be fulfilled on Pod "${name}": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    ]);
  });

  test('that is only tried costs nothing', () => {
    const stage = guarded({ minAvailable: 1 });
    expect(evict(stage, stage.podNames()[0] ?? '', { deleteOptions: { dryRun: ['All'] } }).code).toBe(201);
    expect(status(stage)).toEqual([2, 1, 1, 2, 'True SufficientPods']);
  });

  test('that names another pod is a bad request', () => {
    const stage = guarded({ minAvailable: 1 });
    const [name = ''] = stage.podNames();
    const { code, answer } = evict(stage, name, { metadata: { name: 'other' } });
    expect([code, (answer as { message: string }).message]).toEqual([
      400,
      'name in URL does not match name in Eviction object',
    ]);
  });
});

describe('an eviction that nothing followed', () => {
  test('E-5: is forgotten after two minutes, and complained of', () => {
    const stage = new Stage();
    stage.create(Deployment, deployment(2));
    stage.create(PodDisruptionBudget, budget({ minAvailable: 1 }));
    const [name = ''] = stage.podNames();
    const before = stage.get(PodDisruptionBudget, 'web');
    const evicted = { ...before.status, disruptedPods: { [name]: timeOf(stage.now) }, disruptionsAllowed: 0 };
    stage.client.updateStatus(PodDisruptionBudget, { ...before, status: evicted } as PodDisruptionBudget);
    stage.pass(100);
    expect(status(stage)).toEqual([1, 1, 0, 2, 'False InsufficientPods']);
    stage.pass(25);
    expect(status(stage)).toEqual([2, 1, 1, 2, 'True SufficientPods']);
    expect(stage.get(PodDisruptionBudget, 'web').status?.disruptedPods).toBeUndefined();
    expect(stage.events(name)).toContain(
      "Warning NotDeleted Pod was expected by PDB default/default to be deleted but it wasn't",
    );
  });

  test('leaves no DisruptionTarget on the pod', () => {
    const stage = new Stage();
    stage.create(Pod, lone('a'));
    const target = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' } as const;
    const pod = stage.get(Pod, 'a');
    stage.client.updateStatus(Pod, {
      ...pod,
      status: withCondition(pod.status ?? {}, target, timeOf(stage.now)),
    });
    const said = () =>
      stage.get(Pod, 'a').status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.status;
    stage.pass(115);
    expect(said()).toBe('True');
    stage.pass(10);
    expect(said()).toBe('False');
  });
});
