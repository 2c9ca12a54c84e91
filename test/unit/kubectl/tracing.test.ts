import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../../src/client/transport.ts';
import { logFault, traced } from '../../../src/kubectl/tracing.ts';
import { badRequest } from '../../../src/machinery/status.ts';
import { cannedTransport } from '../../support/memory-kubectl.ts';

/** What klog puts before each line at the time of the canned transport. */
const HEAD = 'I0101 12:00:00.000000       1';

async function told(verbosity: number, request: Partial<ApiRequest>, body: unknown = { kind: 'Pod' }) {
  let text = '';
  const err = {
    write: (more: string) => {
      text += more;
    },
    line: (more: string) => {
      text += `${more}\n`;
    },
  };
  const transport = traced(
    cannedTransport(() => ({ code: 200, body })),
    { verbosity, server: 'https://10.0.0.1:6443', err },
  );
  await transport.send({ method: 'GET', path: '/api/v1/pods', query: {}, accept: 'json', ...request });
  return text.replaceAll(HEAD, '<head>');
}

const list = { query: { limit: '500', labelSelector: 'app=web,tier in (a, b)' }, accept: 'table' } as const;
const URL = 'https://10.0.0.1:6443/api/v1/pods?labelSelector=app%3Dweb%2Ctier+in+%28a%2C+b%29&limit=500';
const TABLE =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
const AGENT = 'kubectl/v1.33.1 (linux/amd64) kubernetes/8adc0f0';

describe('what is told of a request', () => {
  test('-v=6: where it went and what came of it', async () => {
    expect(await told(6, list)).toBe(
      `<head> round_trippers.go:632] "Response" verb="GET" url="${URL}" status="200 OK" milliseconds=0\n`,
    );
  });

  test('-v=7: its header fields', async () => {
    expect(await told(7, list)).toBe(
      `<head> round_trippers.go:527] "Request" verb="GET" url="${URL}" headers=<
	Accept: ${TABLE}
	User-Agent: ${AGENT}
 >
<head> round_trippers.go:632] "Response" status="200 OK" milliseconds=0
`,
    );
  });

  test('-v=8: bodies, and the header fields of the answer', async () => {
    const post = { method: 'POST', body: { kind: 'Pod' }, impersonate: { user: 'dev', groups: [] } } as const;
    expect(await told(8, post)).toBe(
      `<head> helper.go:105] "Request Body" body="{\\"kind\\":\\"Pod\\"}"
<head> round_trippers.go:527] "Request" verb="POST" url="https://10.0.0.1:6443/api/v1/pods" headers=<
	Accept: application/json
	Content-Type: application/json
	Impersonate-User: dev
	User-Agent: ${AGENT}
 >
<head> round_trippers.go:632] "Response" status="200 OK" headers=<
	Cache-Control: no-cache, private
	Content-Length: 15
	Content-Type: application/json
	Date: Thu, 01 Jan 2026 12:00:00 GMT
 > milliseconds=0
<head> helper.go:105] "Response Body" body=<
	{"kind":"Pod"}
 >
`,
    );
  });

  test('-v=9: as curl would ask it', async () => {
    const [, request] = (await told(9, {})).split('<head> ').slice(1);
    expect(request).toBe(
      `round_trippers.go:527] "Request" curlCommand=<
	curl -v -XGET  -H "Accept: application/json" -H "User-Agent: ${AGENT}" 'https://10.0.0.1:6443/api/v1/pods'
 >
`,
    );
  });

  test.each([
    { verbosity: 8, most: 1024 },
    { verbosity: 9, most: 10240 },
  ])('-v=$verbosity: $most letters of a body', async ({ verbosity, most }) => {
    const last = (await told(verbosity, {}, 'x'.repeat(most + 7))).split('<head> ').at(-1);
    expect(last).toBe(`helper.go:105] "Response Body" body="${'x'.repeat(most)} [truncated 7 chars]"\n`);
  });

  test('nothing of what kubectl has in its discovery cache', async () => {
    expect(await told(9, { path: '/apis/apps/v1' })).toBe('');
  });
});

test.each([
  { verbosity: 3, logged: 0 },
  { verbosity: 4, logged: 1 },
])('-v=$verbosity: the answer behind an error is told $logged times', ({ verbosity, logged }) => {
  const lines: string[] = [];
  const err = { write: () => undefined, line: (text: string) => void lines.push(text) };
  logFault(badRequest('no'), verbosity, { err, transport: cannedTransport(() => undefined) } as never);
  expect(
    lines.filter((line) => line.startsWith(`${HEAD} helpers.go:246] server response object: %s[{`)),
  ).toHaveLength(logged);
});
