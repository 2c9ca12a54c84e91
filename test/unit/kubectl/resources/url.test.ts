import { describe, expect, test } from 'vitest';
import { kubectl } from '../../../support/memory-kubectl.ts';

const ADDRESS = 'https://example.test/web.yaml';
const TEXT = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n';
const create = (code: number, status: string) =>
  kubectl(['annotate', '--local', '-f', ADDRESS, 'a=b', '-o', 'name'], {
    fetchUrl: async () => ({ code, status, text: code === 200 ? TEXT : '' }),
  });

describe('a manifest that is named by its address', () => {
  test('is fetched', async () => {
    const { stdout, exit } = await create(200, '200 OK');
    expect([stdout, exit]).toEqual(['configmap/web\n', 0]);
  });

  test('is told with what its server said when it is not there', async () => {
    const { stderr, exit } = await create(404, '404 Not Found');
    const told = `error: unable to read URL "${ADDRESS}", server reported 404 Not Found, status code=404\n`;
    expect([stderr, exit]).toEqual([told, 1]);
  });
});
