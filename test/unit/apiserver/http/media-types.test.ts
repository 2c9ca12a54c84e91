import { expect, test } from 'vitest';
import { acceptedForm } from '../../../../src/apiserver/http/media-types.ts';

const TABLE =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
const DISCOVERY =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

test.each([
  ['nothing', undefined, '/api/v1/pods', 'json'],
  ['anything', '*/*', '/api/v1/pods', 'json'],
  ['what kubectl get sends', TABLE, '/api/v1/pods', 'table'],
  ['what typed clients send', 'application/vnd.kubernetes.protobuf,application/json', '/api/v1/pods', 'json'],
  ['what discovery sends, at its place', DISCOVERY, '/apis', 'aggregated-discovery'],
  ['what discovery sends, elsewhere', DISCOVERY, '/apis/apps/v1', 'json'],
  [
    'metadata alone',
    'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    '/api/v1/pods',
    'partial-object-metadata',
  ],
  ['yaml', 'application/yaml', '/api/v1/pods', 'yaml'],
  ['what is not there', 'application/vnd.kubernetes.protobuf', '/api/v1/pods', undefined],
  ['what nobody knows', 'text/html', '/api/v1/pods', undefined],
])('Accept: %s', (_, header, path, form) => {
  expect(acceptedForm(header, path)).toBe(form);
});
