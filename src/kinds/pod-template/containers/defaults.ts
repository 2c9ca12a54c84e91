import { storedQuantity } from '../../../machinery/quantity.ts';
import type {
  Container,
  ContainerPort,
  EnvVar,
  HttpGetAction,
  Lifecycle,
  LifecycleHandler,
  Probe,
  ResourceList,
  ResourceRequirements,
} from '../../core/pod/types.ts';
import { fillEmpty, mapChanged, withPart } from '../fill.ts';
import { imageTag } from './image-name.ts';

const ALWAYS = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' } as const;
const PULL_ALWAYS = { ...ALWAYS, imagePullPolicy: 'Always' } as const;
const PULL_IF_ABSENT = { ...ALWAYS, imagePullPolicy: 'IfNotPresent' } as const;
const PORT = { protocol: 'TCP' } as const;
const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } as const;
const HTTP_GET = { path: '/', scheme: 'HTTP' } as const;
const NOTHING: ResourceRequirements = {};
const FIELD_REF = { apiVersion: 'v1' } as const;

/** SetDefaults_Container and what belongs to a container's parts; a complete one comes back as it is. */
export function defaultContainer(given: Container): Container {
  let container = fillEmpty<Container>(given, pullDefaults(given));
  const { resources = NOTHING } = container;
  if (container.ports !== undefined)
    container = withPart(container, 'ports', mapChanged(container.ports, defaultPort));
  if (container.env !== undefined)
    container = withPart(container, 'env', mapChanged(container.env, defaultEnv));
  container = withPart(container, 'resources', defaultResources(resources));
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    const probe = container[name];
    if (probe !== undefined) container = withPart(container, name, defaultProbe(probe));
  }
  if (container.lifecycle !== undefined) {
    container = withPart(container, 'lifecycle', defaultLifecycle(container.lifecycle));
  }
  return container;
}

/** Only a missing policy is worked out: reading the image's name takes time. */
function pullDefaults({ imagePullPolicy, image = '' }: Container): Partial<Container> {
  if (imagePullPolicy !== undefined) return ALWAYS;
  return imageTag(image) === 'latest' ? PULL_ALWAYS : PULL_IF_ABSENT;
}

const defaultPort = (port: ContainerPort): ContainerPort => fillEmpty(port, PORT);

function defaultEnv(env: EnvVar): EnvVar {
  const fieldRef = env.valueFrom?.fieldRef;
  if (env.valueFrom === undefined || fieldRef === undefined) return env;
  return withPart(env, 'valueFrom', withPart(env.valueFrom, 'fieldRef', fillEmpty(fieldRef, FIELD_REF)));
}

export function defaultResources(resources: ResourceRequirements): ResourceRequirements {
  const { limits, requests } = resources;
  const filled =
    limits === undefined ? resources : withPart(resources, 'limits', defaultResourceList(limits));
  return requests === undefined ? filled : withPart(filled, 'requests', defaultResourceList(requests));
}

/** SetDefaults_ResourceList: amounts are rounded up to thousandths. */
export function defaultResourceList(list: ResourceList): ResourceList {
  let rounded: Record<string, string> | undefined;
  for (const name in list) {
    const amount = list[name];
    if (amount === undefined) continue;
    const stored = storedQuantity(amount);
    if (stored === amount) continue;
    rounded ??= { ...list };
    rounded[name] = stored;
  }
  return rounded ?? list;
}

function defaultProbe(given: Probe): Probe {
  let probe = fillEmpty(given, PROBE);
  if (probe.httpGet !== undefined) probe = withPart(probe, 'httpGet', defaultHttpGet(probe.httpGet));
  const { grpc } = probe;
  if (grpc !== undefined && (grpc.service === undefined || grpc.service === null)) {
    probe = { ...probe, grpc: { ...grpc, service: '' } };
  }
  return probe;
}

const defaultHttpGet = (action: HttpGetAction): HttpGetAction => fillEmpty(action, HTTP_GET);

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  const started =
    lifecycle.postStart === undefined
      ? lifecycle
      : withPart(lifecycle, 'postStart', defaultHandler(lifecycle.postStart));
  return started.preStop === undefined
    ? started
    : withPart(started, 'preStop', defaultHandler(started.preStop));
}

const defaultHandler = (handler: LifecycleHandler): LifecycleHandler =>
  handler.httpGet === undefined ? handler : withPart(handler, 'httpGet', defaultHttpGet(handler.httpGet));

/** SetDefaults_ObjectFieldSelector. */
export const defaultFieldRef = <T extends { readonly fieldRef?: { readonly apiVersion?: string } }>(
  item: T,
): T =>
  item.fieldRef === undefined ? item : withPart(item, 'fieldRef', fillEmpty(item.fieldRef, FIELD_REF));
