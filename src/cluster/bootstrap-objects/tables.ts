import { SERVICE_RANGE } from '../../apiserver/admission/address-range.ts';
import { uidFrom } from '../../apiserver/create.ts';
import { apiVersionOf, prefixOf } from '../../apiserver/registry.ts';
import { APIService } from '../../kinds/apiregistration/apiservice/kind.ts';
import { FlowSchema } from '../../kinds/flowcontrol/flowschema/kind.ts';
import { PriorityLevelConfiguration } from '../../kinds/flowcontrol/prioritylevelconfiguration/kind.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { addressOf, IPAddress } from '../../kinds/networking/ipaddress/kind.ts';
import { ServiceCIDR } from '../../kinds/networking/servicecidr/kind.ts';
import { type Time, timeOf } from '../../machinery/instant.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { createRng } from '../../simulation/rng.ts';
import type { SavedTables } from '../../store/saved.ts';
import type { Settings } from '../settings.ts';
import { localApiServices } from './api-services.ts';
import { flowSchemas, priorityLevels } from './flow-control.ts';

/** The first address of the range is the API server's own. */
const API_ADDRESS = '10.96.0.1';

/** An object before it has a uid and a time. */
interface Drafted {
  readonly name: string;
  readonly metadata?: object;
  readonly content: object;
}

/**
 * What else the API server of every cluster makes when it starts: its own APIServices, the fairness among requests, the
 * range of Services. As with the bootstrap policy, a table is made when somebody asks for it.
 */
export function bootstrapObjects(settings: Settings): SavedTables {
  const time = timeOf(settings.anchor.cluster);
  const table = (kind: Kind, drafts: () => readonly Drafted[]) =>
    [
      prefixOf(kind).slice(0, -1),
      () => drafts().map((draft) => made(kind, draft, settings.seed, time)),
    ] as const;
  return new Map([
    table(erased(APIService), () => localApiServices().map((one) => apiService(one, time))),
    table(erased(PriorityLevelConfiguration), () =>
      priorityLevels().map(({ name, spec }) => ({
        name,
        metadata: AUTO_UPDATED,
        content: { spec, status: {} },
      })),
    ),
    table(erased(FlowSchema), () => flowSchemas().map((one) => flowSchema(one, time))),
    table(erased(ServiceCIDR), () => [serviceRange(time)]),
    table(erased(IPAddress), () => [apiAddress()]),
  ]);
}

const AUTO_UPDATED = { generation: 1, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } };

function made(kind: Kind, { name, metadata, content }: Drafted, seed: number, time: Time): KubeObject {
  const chance = createRng(seed).fork(`bootstrap ${kind.plural} ${name}`);
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: { name, uid: uidFrom(chance), resourceVersion: '1', creationTimestamp: time, ...metadata },
    ...content,
  };
}

function apiService({ name, spec }: ReturnType<typeof localApiServices>[number], time: Time): Drafted {
  const available = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: time,
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  return {
    name,
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
    content: { spec, status: { conditions: [available] } },
  };
}

function flowSchema({ name, spec }: ReturnType<typeof flowSchemas>[number], time: Time): Drafted {
  const level = JSON.stringify(spec.priorityLevelConfiguration?.name);
  const dangling = {
    type: 'Dangling',
    status: 'False',
    lastTransitionTime: time,
    reason: 'Found',
    message: `This FlowSchema references the PriorityLevelConfiguration object named ${level} and it exists`,
  };
  return { name, metadata: AUTO_UPDATED, content: { spec, status: { conditions: [dangling] } } };
}

function serviceRange(time: Time): Drafted {
  const ready = {
    type: 'Ready',
    status: 'True',
    lastTransitionTime: time,
    reason: '',
    message: 'Kubernetes Service CIDR is ready',
  };
  return {
    name: 'kubernetes',
    metadata: { finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    content: { spec: { cidrs: [SERVICE_RANGE] }, status: { conditions: [ready] } },
  };
}

/** The address of the Service that leads to the API server. */
function apiAddress(): Drafted {
  const { metadata, spec } = addressOf(API_ADDRESS, { namespace: 'default', name: 'kubernetes' });
  return { name: metadata.name, metadata: { labels: metadata.labels }, content: { spec } };
}
