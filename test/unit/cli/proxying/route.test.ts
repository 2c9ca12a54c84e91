import { expect, test } from 'vitest';
import { type ProxyPlan, proxyRoute } from '../../../../src/cli/proxying/route.ts';

const DEFAULTS: ProxyPlan = {
  apiPrefix: '/',
  staticPrefix: '/static/',
  folder: '',
  filter: {
    acceptPaths: [/^.*/],
    rejectPaths: [/^\/api\/.*\/pods\/.*\/exec/, /^\/api\/.*\/pods\/.*\/attach/],
    acceptHosts: [/^localhost$/, /^127\.0\.0\.1$/, /^\[::1\]$/],
    rejectMethods: [/^$/],
  },
};
const { filter: _, ...unfiltered } = DEFAULTS;
const exec = '/api/v1/namespaces/x/pods/p/exec';

// biome-ignore format: one case a line
test.each([
  { title: 'what is asked of the API', plan: DEFAULTS, url: '/api/v1/pods?limit=5', route: { to: 'api', url: '/api/v1/pods?limit=5' } },
  { title: 'an API below another path', plan: { ...DEFAULTS, apiPrefix: '/k8s/' }, url: '/k8s/version', route: { to: 'api', url: '/version' } },
  { title: 'which begins with a slash of its own', plan: { ...DEFAULTS, apiPrefix: '/k8s/' }, url: '/k8s', route: { to: 'redirect', location: '/k8s/' } },
  { title: 'what is not below it', plan: { ...DEFAULTS, apiPrefix: '/k8s/' }, url: '/version', route: { to: 'nothing' } },
  { title: 'a part of the API stays where it is', plan: { ...DEFAULTS, apiPrefix: '/api/' }, url: '/api/v1', route: { to: 'api', url: '/api/v1' } },
  { title: 'files', plan: { ...DEFAULTS, folder: 'www' }, url: '/static/a/b.txt?x', route: { to: 'file', path: 'a/b.txt', query: '?x' } },
  { title: 'files that nobody named a folder for', plan: DEFAULTS, url: '/static/a', route: { to: 'api', url: '/static/a' } },
  { title: 'a path that leads up', plan: { ...DEFAULTS, folder: 'www' }, url: '/static/../../version?x', route: { to: 'redirect', location: '/version?x' } },
  { title: 'exec', plan: DEFAULTS, url: exec, route: { to: 'refusal' } },
  { title: 'exec without a filter', plan: unfiltered, url: exec, route: { to: 'api', url: exec } },
  { title: 'a method that is refused', plan: { ...DEFAULTS, filter: { ...DEFAULTS.filter, rejectMethods: [/GET/] } }, url: '/version', route: { to: 'refusal' } },
])('proxy: $title', ({ plan, url, route }) => {
  expect(proxyRoute({ method: 'GET', url, host: 'localhost:8001' }, plan as ProxyPlan)).toEqual(route);
});

test.each([
  { host: '127.0.0.1:8001', to: 'api' },
  { host: 'localhost', to: 'api' },
  { host: 'evil.example', to: 'refusal' },
  { host: '[::1]:8001', to: 'refusal' },
  { host: '[::1]', to: 'api' },
])('proxy: $host leads to $to', ({ host, to }) => {
  expect(proxyRoute({ method: 'GET', url: '/version', host }, DEFAULTS).to).toBe(to);
});
