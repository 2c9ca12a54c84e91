import { expect, test } from 'vitest';
import { attributesOf } from '../../../../src/apiserver/authorization/attributes.ts';
import type { Method } from '../../../../src/client/transport.ts';

function told(line: string): string {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  const {
    verb,
    group,
    resource,
    subresource,
    name,
    namespace,
    path: plain,
  } = attributesOf({
    method: method as Method,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    accept: 'json',
  });
  if (plain !== undefined) return `${verb} ${plain}`;
  const what = [group, resource, subresource].filter((word) => word !== '').join('/');
  return `${verb} ${what} ${name || '-'} ${namespace || '-'}`;
}

test.each([
  ['GET /api/v1/namespaces/a/pods', 'list pods - a'],
  ['GET /api/v1/namespaces/a/pods?watch=true', 'watch pods - a'],
  ['GET /api/v1/namespaces/a/pods?watch=true&fieldSelector=metadata.name%3Dweb', 'watch pods web a'],
  ['GET /api/v1/namespaces/a/pods/web', 'get pods web a'],
  ['GET /api/v1/namespaces/a/pods/web/log', 'get pods/log web a'],
  ['GET /api/v1/pods', 'list pods - -'],
  ['GET /api/v1/nodes/one', 'get nodes one -'],
  ['GET /api/v1/namespaces', 'list namespaces - -'],
  ['GET /api/v1/namespaces/a', 'get namespaces a a'],
  ['PUT /api/v1/namespaces/a/finalize', 'update namespaces/finalize a a'],
  ['POST /apis/apps/v1/namespaces/a/deployments', 'create apps/deployments - a'],
  ['PATCH /apis/apps/v1/namespaces/a/deployments/web/scale', 'patch apps/deployments/scale web a'],
  ['DELETE /apis/apps/v1/namespaces/a/deployments', 'deletecollection apps/deployments - a'],
  ['DELETE /apis/apps/v1/namespaces/a/deployments/web', 'delete apps/deployments web a'],
  ['GET /apis/apps/v1', 'get /apis/apps/v1'],
  ['GET /api', 'get /api'],
  ['GET /version', 'get /version'],
  ['POST /api/v1/namespaces/a/pods/web/eviction', 'create pods/eviction web a'],
])('%s is %s', (line, words) => {
  expect(told(line)).toBe(words);
});
