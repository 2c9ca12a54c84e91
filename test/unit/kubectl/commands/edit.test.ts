import { expect, test } from 'vitest';
import { type Answer, kubectl, status } from '../../../support/memory-kubectl.ts';
import { discovered } from '../discovery.ts';

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', uid: 'u1', resourceVersion: '1' },
  spec: { replicas: 1, template: { spec: { containers: [{ name: 'web', image: 'nginx' }] } } },
};
const PATH = '/apis/apps/v1/namespaces/default/deployments/web';

const server = (patched: Answer): Answer =>
  discovered((request) => {
    if (request.path !== PATH) return undefined;
    return request.method === 'GET' ? { body: web } : patched(request);
  });
const taking: Answer = () => ({ body: web });
const refusing: Answer = () => ({
  code: 422,
  body: {
    ...status(422, 'Invalid', 'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1'),
    details: { causes: [{ field: 'spec.replicas', message: 'Invalid value: -1: must not be negative' }] },
  },
});

const scaled = (text: string): string => text.replace('replicas: 1', 'replicas: 2');

test('what the user changed is sent as a patch', async () => {
  const told = await kubectl(['edit', 'deploy', 'web'], { answer: server(taking), editor: scaled });
  expect(told.stdout).toBe('deployment.apps/web edited\n');
  const [patch] = told.requests.filter(({ method }) => method === 'PATCH');
  expect(patch).toMatchObject({
    contentType: 'application/strategic-merge-patch+json',
    query: { fieldManager: 'kubectl-edit', fieldValidation: 'Strict' },
    body: { spec: { replicas: 2 } },
  });
});

test.each([
  ['nothing changed', (text: string) => `${text}\n# a thought`, 'Edit cancelled, no changes made.\n'],
  ['all taken away', () => '# nothing\n', 'Edit cancelled, saved file was empty.\n'],
])('%s: nothing is sent', async (_, editor, stderr) => {
  const told = await kubectl(['edit', 'deploy', 'web'], { answer: server(taking), editor });
  expect(told).toMatchObject({ stderr, exit: 0 });
  expect(told.requests.some(({ method }) => method === 'PATCH')).toBe(false);
});

test('what the server refuses comes back with its reasons, until the user gives up', async () => {
  const seen: string[] = [];
  const editor = (text: string): string => {
    seen.push(text);
    return text.replace('replicas: 1', 'replicas: -1');
  };
  const told = await kubectl(['edit', 'deploy', 'web'], { answer: server(refusing), editor });
  expect(seen[1]).toContain(
    '# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -1: must not be negative\n#\n',
  );
  expect(seen[1]).toContain('replicas: -1');
  expect(told.exit).toBe(1);
  expect(told.stderr).toMatch(
    /^error: deployments\.apps "web" is invalid\nA copy of your changes has been stored to "\/tmp\/kubectl-edit-\d+\.yaml"\nerror: Edit cancelled, no valid changes were saved\.\n$/,
  );
});

test('what is no YAML comes back, and is taken once it is', async () => {
  let launches = 0;
  const editor = (text: string): string => {
    launches++;
    return launches === 1 ? `${scaled(text)}oops` : text.replace('oops', '');
  };
  const told = await kubectl(['edit', 'deploy', 'web'], { answer: server(taking), editor });
  expect(launches).toBe(2);
  expect(told.stdout).toBe('deployment.apps/web edited\n');
});

test('an editor that fails', async () => {
  const runProcess = async () => ({ exit: 1, out: '', err: '' });
  const told = await kubectl(['edit', 'deploy', 'web'], { answer: server(taking), runProcess });
  expect(told).toMatchObject({ stderr: 'error: there was a problem with the editor "vi"\n', exit: 1 });
});

test('only JSON and YAML can be edited', async () => {
  const told = await kubectl(['edit', 'deploy', 'web', '-o', 'wide'], { answer: server(taking) });
  expect(told.stderr).toBe(
    'error: unable to match a printer suitable for the output format "wide", allowed formats are: json,yaml\n',
  );
});
