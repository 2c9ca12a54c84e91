import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apiVersionOf } from '../../../src/apiserver/registry.ts';
import type { ApiRequest, ApiResponse } from '../../../src/client/transport.ts';
import { kinds } from '../../../src/kinds/index.ts';
import type { AnyKind } from '../../../src/kinds/kind.ts';
import { isFields } from '../../../src/machinery/json.ts';
import { bodiesOf, nearlyGood } from '../../support/field-guided.ts';
import { goodBodies } from '../../support/good-bodies.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const SEED = Number(process.env['SEED'] ?? 1);
const RUNS = Number(process.env['RUNS'] ?? 12);
const PATCHES = [
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/json-patch+json',
];

const collectionOf = (kind: AnyKind): string => {
  const root = kind.group === '' ? '/api/v1' : `/apis/${apiVersionOf(kind)}`;
  return `${root}${kind.scope === 'Namespaced' ? '/namespaces/default' : ''}/${kind.plural}`;
};

/** A body that says what it is, so that what it holds is looked at; a whim leaves it as it was drawn. */
function dressed(kind: AnyKind, body: unknown, whim: number): unknown {
  if (!isFields(body) || whim === 0) return body;
  const metadata = isFields(body['metadata']) ? body['metadata'] : {};
  return {
    ...body,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata:
      whim < 4 ? metadata : { name: 'victim', namespace: kind.scope === 'Namespaced' ? 'default' : '' },
  };
}

const isAnswer = ({ code, body }: ApiResponse): boolean =>
  isFields(body) && (code < 400 ? true : body['kind'] === 'Status' && body['status'] === 'Failure');

test.each(kinds.map((kind) => [`${kind.kind} ${apiVersionOf(kind)}`, kind] as const))(
  'whatever is sent as a %s is answered with an object or a Status, and a refusal changes nothing',
  (_name, kind) => {
    const house = new WholeCluster({ kubelet: 'fast' });
    const { api, store } = house.cluster;
    const path = collectionOf(kind);
    const send = (request: Pick<ApiRequest, 'method' | 'path' | 'body'> & Partial<ApiRequest>): void => {
      const before = store.revision();
      const answer = api.handle({ query: { fieldValidation: 'Strict' }, accept: 'json', ...request });
      expect(isAnswer(answer), JSON.stringify(answer.body)).toBe(true);
      if (answer.code >= 400) expect(store.revision()).toBe(before);
      // Whoever sees the object next can live with it too.
      house.cluster.settle();
    };
    const bodies = fc.oneof(
      { weight: 1, arbitrary: bodiesOf(kind.schema) },
      { weight: 4, arbitrary: nearlyGood(kind.schema, goodBodies[kind.kind] ?? {}) },
    );
    const operations = fc.tuple(bodies, bodies, fc.nat(19), fc.constantFrom(...PATCHES));
    fc.assert(
      fc.property(operations, ([first, second, whim, contentType]) => {
        send({ method: 'POST', path, body: dressed(kind, first, whim) });
        send({ method: 'POST', path, body: dressed(kind, first, whim), query: { dryRun: 'All' } });
        send({ method: 'PUT', path: `${path}/victim`, body: dressed(kind, second, whim) });
        send({ method: 'PATCH', path: `${path}/victim`, body: second, contentType });
        for (const subresource of ['status', 'scale', 'finalize'])
          send({ method: 'PUT', path: `${path}/victim/${subresource}`, body: dressed(kind, second, whim) });
        for (const subresource of ['eviction', 'binding'])
          send({ method: 'POST', path: `${path}/victim/${subresource}`, body: second });
        send({ method: 'GET', path, accept: 'table' });
        send({ method: 'DELETE', path: `${path}/victim`, body: second });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  },
);
