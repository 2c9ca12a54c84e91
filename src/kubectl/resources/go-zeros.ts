import { type Fields, isFields } from '../../machinery/json.ts';
import type { AnyObject } from './object.ts';

/**
 * What Go prints of an object that it has decoded into a struct: fields without `omitempty` are there, whether somebody wrote
 * them or not. For objects that no server has completed.
 */
export function withGoZeros(object: AnyObject): AnyObject {
  const { spec, status } = ZEROS[object.kind] ?? {};
  return {
    ...object,
    metadata: timed(object.metadata) as AnyObject['metadata'],
    ...(spec === undefined && object['spec'] === undefined
      ? {}
      : { spec: withTemplates({ ...spec, ...fieldsOf(object['spec']) }) }),
    ...(status === undefined ? {} : { status: { ...status, ...fieldsOf(object['status']) } }),
  };
}

/** Fields of a kind's own spec and status that are always printed. */
const ZEROS: Readonly<Record<string, { readonly spec: Fields; readonly status: Fields }>> = {
  CronJob: { spec: { schedule: '' }, status: {} },
  DaemonSet: {
    spec: { selector: null, updateStrategy: {} },
    status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  },
  Deployment: { spec: { selector: null, strategy: {} }, status: {} },
  Job: { spec: {}, status: {} },
  Pod: { spec: { containers: null }, status: {} },
  ReplicaSet: { spec: { selector: null }, status: { replicas: 0 } },
  ReplicationController: { spec: {}, status: { replicas: 0 } },
  Service: { spec: {}, status: { loadBalancer: {} } },
  StatefulSet: {
    spec: { selector: null, serviceName: '', updateStrategy: {} },
    status: { availableReplicas: 0, replicas: 0 },
  },
};

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const timed = (metadata: unknown): Fields => ({ creationTimestamp: null, ...fieldsOf(metadata) });

/** A spec with what is within it: templates, containers, claims, ports. */
function withTemplates(spec: Fields): Fields {
  const { template, jobTemplate, volumeClaimTemplates, containers, initContainers, ports } = spec;
  return {
    ...spec,
    ...(isFields(template) ? { template: templated(template) } : {}),
    ...(isFields(jobTemplate) ? { jobTemplate: templated(jobTemplate) } : {}),
    ...(Array.isArray(containers) ? { containers: containers.map(withResources) } : {}),
    ...(Array.isArray(initContainers) ? { initContainers: initContainers.map(withResources) } : {}),
    ...(Array.isArray(ports) ? { ports: ports.map((port) => ({ targetPort: 0, ...fieldsOf(port) })) } : {}),
    ...(Array.isArray(volumeClaimTemplates)
      ? { volumeClaimTemplates: volumeClaimTemplates.map(claimed) }
      : {}),
  };
}

const templated = (template: Fields): Fields => ({
  ...template,
  metadata: timed(template['metadata']),
  spec: withTemplates(fieldsOf(template['spec'])),
});

const withResources = (container: unknown): unknown =>
  isFields(container) ? { resources: {}, ...container } : container;

const claimed = (claim: unknown): unknown =>
  isFields(claim)
    ? {
        ...claim,
        metadata: timed(claim['metadata']),
        spec: withResources(fieldsOf(claim['spec'])),
        status: fieldsOf(claim['status']),
      }
    : claim;
