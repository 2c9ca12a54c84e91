import { describe, expect, test } from 'vitest';
import { ReplicaSet } from '../../../src/kinds/apps/replicaset/kind.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

const label = (words: string): string =>
  `label ns default --overwrite ${words
    .split(' ')
    .map((word) => `pod-security.kubernetes.io/${word}`)
    .join(' ')}`;
const FOUR = (container: string): string =>
  `allowPrivilegeEscalation != false (container "${container}" must set securityContext.allowPrivilegeEscalation=false), ` +
  `unrestricted capabilities (container "${container}" must set securityContext.capabilities.drop=["ALL"]), ` +
  `runAsNonRoot != true (pod or container "${container}" must set securityContext.runAsNonRoot=true), ` +
  `seccompProfile (pod or container "${container}" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;

describe('a namespace whose labels want restricted pods', () => {
  test('enforce refuses pods', async () => {
    const stage = new Stage();
    await kubectl(stage, label('enforce=restricted enforce-version=v1.33'));
    expect(await kubectl(stage, 'run web --image=nginx')).toEqual([
      `! Error from server (Forbidden): pods "web" is forbidden: violates PodSecurity "restricted:v1.33": ${FOUR('web')}`,
      '[exit 1]',
    ]);
  });

  test('a Deployment is made with a warning, and its ReplicaSet says what is wrong', async () => {
    const stage = new Stage();
    await kubectl(stage, label('enforce=restricted'));
    expect(await kubectl(stage, 'create deployment web --image=nginx')).toEqual([
      'deployment.apps/web created',
      `! Warning: would violate PodSecurity "restricted:latest": ${FOUR('nginx')}`,
    ]);
    const [set] = stage.list(ReplicaSet);
    expect(stage.pods()).toEqual([]);
    expect(stage.events(set?.metadata.name ?? '')[0]).toMatch(
      /^Warning FailedCreate Error creating: pods "web-\w+-\w{5}" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false /,
    );
  });

  test('warn only warns', async () => {
    const stage = new Stage();
    await kubectl(stage, label('warn=baseline'));
    expect(await kubectl(stage, 'run web --image=nginx')).toEqual(['pod/web created']);
    const overrides = '{"spec":{"hostNetwork":true}}';
    expect(await kubectl(stage, `run host --image=nginx --overrides='${overrides}'`)).toEqual([
      'pod/host created',
      '! Warning: would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    ]);
  });

  test('audit and enforce of an old version say nothing to who asks for less', async () => {
    const stage = new Stage();
    await kubectl(stage, label('audit=restricted enforce=baseline warn=privileged'));
    expect(await kubectl(stage, 'run web --image=nginx')).toEqual(['pod/web created']);
  });

  test('pods that are there stay, and are told of', async () => {
    const stage = new Stage();
    await kubectl(stage, 'create deployment web --image=nginx --replicas=3');
    await kubectl(stage, 'run lone --image=nginx');
    const first = stage.podNames('web')[0];
    const four =
      'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile';
    expect(await kubectl(stage, label('enforce=restricted'))).toEqual([
      'namespace/default labeled',
      '! Warning: existing pods in namespace "default" violate the new PodSecurity enforce level "restricted:latest"',
      `! Warning: lone (and 3 other pods): ${four}`,
    ]);
    expect(first).toBeDefined();
    expect(stage.pods()).toHaveLength(4);
    expect(await kubectl(stage, label('enforce=baseline'))).toEqual(['namespace/default labeled']);
  });

  test('labels that mean nothing are refused', async () => {
    const stage = new Stage();
    expect(await kubectl(stage, label('enforce=strict warn-version=1.20'))).toEqual([
      '! The Namespace "default" is invalid: ',
      '! * metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
      '! * metadata.labels[pod-security.kubernetes.io/warn-version]: Invalid value: "1.20": must be "latest" or "v1.x"',
      '[exit 1]',
    ]);
  });

  test('a change of labels on a pod that is there is let be', async () => {
    const stage = new Stage();
    await kubectl(stage, 'run web --image=nginx');
    await kubectl(stage, label('enforce=restricted'));
    expect(await kubectl(stage, 'label pod web a=b')).toEqual(['pod/web labeled']);
    expect((await kubectl(stage, 'set image pod/web web=nginx:1.28')).at(-1)).toBe('[exit 1]');
  });
});
