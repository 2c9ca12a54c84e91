import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Container, PodSpec, Volume } from '../../kinds/core/pod/types.ts';
import { ServiceAccount } from '../../kinds/core/serviceaccount/kind.ts';
import { nameSuffix } from '../../machinery/names.ts';
import { forbiddenRequest } from '../../machinery/status.ts';
import type { Admission, Backend } from '../backend.ts';
import { keyOf } from '../registry.ts';

const DEFAULT = 'default';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Upstream asks for an hour and seven seconds so that the kubelet's renewals can be told apart. */
const TOKEN_SECONDS = 3607;

/** Gives every pod a service account, its token volume and its pull secrets. */
export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  concerns: (kind) => kind.plural === Pod.plural && kind.group === Pod.group,
  handles: ['create'],
  admit: ({ object }, backend) => {
    const pod = object as Pod;
    const name = pod.spec.serviceAccountName || DEFAULT;
    const account = lookUp(backend, pod, name);
    const named: PodSpec = Object.assign({}, pod.spec, { serviceAccountName: name, serviceAccount: name });
    const spec = wantsToken(pod.spec, account) ? withToken(named, volumeName(backend, pod)) : named;
    return { ...pod, spec: withPullSecrets(spec, account) } as Pod;
  },
};

/** A new namespace is about to have its default account: it is waited for, no other is. */
function lookUp(backend: Backend, pod: Pod, name: string): ServiceAccount {
  const namespace = pod.metadata.namespace ?? '';
  const find = () => backend.store.get(keyOf(ServiceAccount, namespace, name));
  let entry = find();
  if (entry === undefined && name === DEFAULT) {
    backend.pause?.();
    entry = find();
  }
  if (entry !== undefined) return entry.value as ServiceAccount;
  const why = `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`;
  throw forbiddenRequest(Pod, pod.metadata.name ?? pod.metadata.generateName ?? '', why);
}

function wantsToken(spec: PodSpec, account: ServiceAccount): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function volumeName(backend: Backend, { metadata }: Pod): string {
  const label = `token volume ${backend.store.revision()} ${metadata.namespace} ${metadata.name ?? metadata.generateName}`;
  return `kube-api-access-${nameSuffix(backend.rng.fork(label))}`;
}

function withToken(spec: PodSpec, name: string): PodSpec {
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
  let used = false;
  const mounted = (container: Container): Container => {
    if (container.volumeMounts?.some((other) => other.mountPath === MOUNT_PATH)) return container;
    used = true;
    return Object.assign({}, container, { volumeMounts: [...(container.volumeMounts ?? []), mount] });
  };
  const containers = (spec.containers ?? []).map(mounted);
  const initContainers = spec.initContainers?.map(mounted);
  if (!used) return spec;
  const volumes = [...(spec.volumes ?? []), { name, projected: TOKEN_SOURCES } as Volume];
  const changed =
    initContainers === undefined ? { containers, volumes } : { containers, initContainers, volumes };
  return Object.assign({}, spec, changed);
}

const TOKEN_SOURCES = {
  sources: [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
} as const;

function withPullSecrets(spec: PodSpec, account: ServiceAccount): PodSpec {
  if ((spec.imagePullSecrets?.length ?? 0) > 0 || (account.imagePullSecrets?.length ?? 0) === 0) return spec;
  return { ...spec, imagePullSecrets: account.imagePullSecrets ?? [] };
}
