import { describe, expect, test } from 'vitest';
import { Deployment } from '../../../src/kinds/apps/deployment/kind.ts';
import { kubectl } from '../../support/kubectl.ts';
import { sender } from '../../support/requests.ts';
import { deployment, WholeCluster } from '../../support/whole-cluster.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const DNS_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const WEB = '/apis/apps/v1/namespaces/default/deployments/web';

const manifest = (image: string, app = 'web', more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1${more}
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: web, image: "${image}"}]}
`;

describe('SP-61 names that may not be', () => {
  const POD =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: Web}\nspec: {containers: [{name: c, image: nginx}]}\n';
  test.each([
    [
      'P-6 a Service begins with a letter',
      'create service clusterip 1abc --tcp=80',
      `error: failed to create ClusterIP service: Service "1abc" is invalid: metadata.name: Invalid value: "1abc": ${DNS_1035}`,
    ],
    [
      'A-4 a pod has no capitals',
      'create -f pod.yaml',
      `The Pod "Web" is invalid: metadata.name: Invalid value: "Web": ${SUBDOMAIN}`,
    ],
    [
      'A-4 a namespace has no dots',
      'create namespace a.b',
      'The Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots',
    ],
    [
      'A-4 a namespace has no underscores',
      'create namespace a_b',
      `The Namespace "a_b" is invalid: metadata.name: Invalid value: "a_b": ${LABEL}`,
    ],
  ])('%s', async (_, line, text) => {
    const told = await kubectl(new WholeCluster(), line, { files: { 'pod.yaml': POD } });
    expect(told).toEqual([`! ${text}`, '[exit 1]']);
  });
});

describe('SP-62 what cannot be changed', () => {
  test('A-10 the selector of a Deployment', async () => {
    const whole = new WholeCluster();
    const files = { 'a.yaml': manifest('nginx:1.27'), 'b.yaml': manifest('nginx:1.27', 'other') };
    await kubectl(whole, 'apply -f a.yaml', { files });
    expect(await kubectl(whole, 'apply -f b.yaml', { files })).toEqual([
      '! The Deployment "web" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"other"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
      '[exit 1]',
    ]);
  });
  test('J-16 the template of a Job', async () => {
    const whole = new WholeCluster();
    await kubectl(whole, 'create job hello --image=busybox:1.36 -- true');
    const patch = '{"spec":{"template":{"spec":{"containers":[{"name":"hello","image":"busybox:1.37"}]}}}}';
    const [first = ''] = await kubectl(whole, `patch job hello -p '${patch}'`);
    expect(first).toMatch(
      /^! The Job "hello" is invalid: spec\.template: Invalid value: core\.PodTemplateSpec\{.*\}: field is immutable$/,
    );
  });
});

test('SP-63 A-2 an update of what was read before somebody else changed it', () => {
  const whole = new WholeCluster();
  const send = sender(whole);
  whole.create(deployment('web', 1));
  const stale = send('GET', WEB) as Deployment;
  whole.client.rescale(Deployment, { namespace: 'default', name: 'web' }, 2);
  whole.settle();
  expect(send('PUT', WEB, { ...stale, spec: { ...stale.spec, replicas: 3 } })).toBe(
    'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
  );
});

describe('SP-64 A-15 two managers and one field', () => {
  const whole = new WholeCluster();
  const apply = (manager: string, replicas: number, flags = '') =>
    kubectl(whole, `apply --server-side --field-manager=${manager} ${flags} -f web.yaml`, {
      files: { 'web.yaml': manifest('nginx:1.27').replace('replicas: 1', `replicas: ${replicas}`) },
    });
  const owners = () =>
    whole.client
      .get(Deployment, { namespace: 'default', name: 'web' })
      .metadata.managedFields?.filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes('f:replicas'))
      .filter(({ operation }) => operation === 'Apply')
      .map(({ manager }) => manager);

  test('the second is refused, and with --force-conflicts takes it over', async () => {
    expect(await apply('a', 3)).toEqual(['deployment.apps/web serverside-applied']);
    expect(owners()).toEqual(['a']);
    const [first] = await apply('b', 5);
    expect(first).toBe('! error: Apply failed with 1 conflict: conflict with "a": .spec.replicas');
    expect(await apply('b', 5, '--force-conflicts')).toEqual(['deployment.apps/web serverside-applied']);
    expect(owners()).toEqual(['b']);
  });
});

test('SP-65 A-11 a field that there is not', async () => {
  const files = { 'd.yaml': manifest('nginx:1.27', 'web', '\n  replica: 3') };
  expect(await kubectl(new WholeCluster(), 'apply -f d.yaml', { files })).toEqual([
    '! Error from server (BadRequest): error when creating "d.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
    '[exit 1]',
  ]);
});
