import { pathSegmentName } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';
import { validate, validateStatus } from './validation.ts';

export type APIService = types.APIService;
export const APIService = defineKind<APIService>({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  scope: 'Cluster',
  unconditionalUpdate: false,
  categories: ['api-extensions'],
  subresources: ['status'],
  defaults,
  prepareForCreate,
  validate,
  validateStatusUpdate: validateStatus,
  nameRule: pathSegmentName,
  columns: [nameColumn, column('Service', serviceCell), column('Available', availableCell), ageColumn],
});

/** SetDefaults_ServiceReference. */
function defaults(service: APIService): APIService {
  const reference = service.spec?.service;
  if (reference === undefined) return service;
  return { ...service, spec: { ...service.spec, service: { port: 443, ...reference } } };
}

/** What the API server serves itself is there at once. */
function prepareForCreate(service: APIService): APIService {
  if (service.spec?.service !== undefined) return { ...service, status: {} };
  const available = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: service.metadata.creationTimestamp,
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  return { ...service, status: { conditions: [available] } };
}

function serviceCell({ spec }: APIService): string {
  return spec?.service === undefined ? 'Local' : `${spec.service.namespace}/${spec.service.name}`;
}

function availableCell({ status }: APIService): string {
  const found = status?.conditions?.find(({ type }) => type === 'Available');
  if (found === undefined) return 'Unknown';
  return found.status === 'True' || !found.reason ? found.status : `${found.status} (${found.reason})`;
}
