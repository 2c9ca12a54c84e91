import { expect, test } from 'vitest';
import { APIService } from '../../../../src/kinds/apiregistration/apiservice/kind.ts';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

test('each version that a definition serves has an APIService, as long as it serves it', () => {
  const whole = new WholeCluster();
  const send = sender(whole);
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const version = (name: string, served: boolean, storage: boolean) => ({
    name,
    served,
    storage,
    schema: { openAPIV3Schema: { type: 'object' } },
  });
  const defined = (plural: string, kind: string, versions: readonly object[]): unknown =>
    send('POST', path, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.example.com` },
      spec: { group: 'example.com', scope: 'Cluster', names: { plural, kind }, versions },
    });
  const names = (): readonly string[] =>
    whole.client
      .list(APIService)
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.endsWith('example.com'));
  defined('as', 'A', [version('v1', true, true), version('v1beta1', false, false)]);
  defined('bs', 'B', [version('v1', true, true), version('v2', true, false)]);
  expect(names()).toEqual(['v1.example.com', 'v2.example.com']);
  send('DELETE', `${path}/bs.example.com`);
  expect(names()).toEqual(['v1.example.com']);
});
