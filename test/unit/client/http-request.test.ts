import { expect, test } from 'vitest';
import { requestHead } from '../../../src/client/http-request.ts';

const GET = { method: 'GET', path: '/api/v1/pods', query: {}, accept: 'json' } as const;

test('a query stands behind the path, escaped', () => {
  expect(requestHead({ ...GET, query: { labelSelector: 'app=web,tier in (a b)' } }).path).toBe(
    '/api/v1/pods?labelSelector=app%3Dweb%2Ctier+in+%28a+b%29',
  );
});

test('a path that no request line could bear is escaped', () => {
  expect(requestHead({ ...GET, path: '/api/v1/pods/ä b' }).path).toBe('/api/v1/pods/%C3%A4%20b');
});

test('a table is asked for as kubectl asks for it', () => {
  expect(requestHead({ ...GET, accept: 'table' }).headers).toEqual({
    Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  });
});

test('a body is JSON unless a patch says otherwise', () => {
  const patch = { ...GET, method: 'PATCH', body: {} } as const;
  expect([
    requestHead(patch).headers['Content-Type'],
    requestHead({ ...patch, contentType: 'application/merge-patch+json' }).headers['Content-Type'],
  ]).toEqual(['application/json', 'application/merge-patch+json']);
});

test('who is impersonated is named in headers, as bytes of UTF-8', () => {
  const impersonate = { user: 'ann', uid: '7', groups: ['a', 'ö'], extra: { 'x/y': ['1'] } };
  expect(requestHead({ ...GET, impersonate }).headers).toEqual({
    Accept: 'application/json',
    'Impersonate-User': 'ann',
    'Impersonate-Uid': '7',
    'Impersonate-Group': ['a', 'Ã¶'],
    'Impersonate-Extra-x%2Fy': ['1'],
  });
});
