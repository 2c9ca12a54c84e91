import { expect, test } from 'vitest';
import { isPlainPage } from '../../../src/apiserver/plain-pages.ts';
import { Stage } from '../../support/scenario.ts';

const stage = new Stage({ nodes: 2 });
const page = (path: string) => stage.cluster.api.handle({ method: 'GET', path, query: {}, accept: 'json' });

test.each(['/healthz', '/livez', '/readyz', '/readyz/ping'])(
  '%s is passed by a server that answers',
  (path) => {
    const { code, body } = page(path);
    expect({ code, body }).toEqual({ code: 200, body: 'ok' });
  },
);

test('/metrics counts the objects of each resource', () => {
  const lines = String(page('/metrics').body).split('\n');
  expect(lines.filter((line) => /"(nodes|pods)"/.test(line))).toEqual([
    'apiserver_storage_objects{resource="nodes"} 2',
    'apiserver_storage_objects{resource="pods"} 0',
  ]);
});

test('/metrics names the version', () => {
  const lines = String(page('/metrics').body).split('\n');
  expect(lines.filter((line) => line.startsWith('kubernetes_build_info'))).toEqual([
    expect.stringContaining('git_version="v1.33.1"'),
  ]);
});

test.each(['/healthy', '/api', '/metrics/slis'])('%s is no plain page', (path) => {
  expect(isPlainPage(path)).toBe(false);
});
