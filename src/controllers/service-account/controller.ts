import type { Actor } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { ConfigMap } from '../../kinds/core/configmap/kind.ts';
import { Namespace } from '../../kinds/core/namespace/kind.ts';
import { ServiceAccount } from '../../kinds/core/serviceaccount/kind.ts';
import { isTerminating, type KubeObject } from '../../machinery/object-meta.ts';
import { CLUSTER_CERTIFICATES } from './certificates.ts';

/** Wakes for the namespace of a thing that every namespace must have, when it changes or goes. */
const namespaceOf = (name: string) => (change: { readonly object: KubeObject }) =>
  change.object.metadata.name === name
    ? [{ namespace: '', name: change.object.metadata.namespace ?? '' }]
    : [];

const ACCOUNT = 'default';
const CERTIFICATES = 'kube-root-ca.crt';

/** Every namespace has a ServiceAccount `default` (NS-6). */
export const serviceAccount: Actor = {
  name: 'service-account-controller',
  triggers: [itself(Namespace), onChange(ServiceAccount, namespaceOf(ACCOUNT))],
  reconcile: ({ name }, { client }) => {
    const namespace = client.find(Namespace, { namespace: '', name });
    if (namespace === undefined || isTerminating(namespace)) return undefined;
    if (client.find(ServiceAccount, { namespace: name, name: ACCOUNT }) !== undefined) return undefined;
    client.create(ServiceAccount, { metadata: { namespace: name, name: ACCOUNT } });
    return undefined;
  },
};

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Every namespace has the ConfigMap with the cluster's CA that pods' token volumes mount. */
export const rootCertificates: Actor = {
  name: 'root-ca-certificate-publisher-controller',
  triggers: [itself(Namespace), onChange(ConfigMap, namespaceOf(CERTIFICATES))],
  reconcile: ({ name }, { client }) => {
    const namespace = client.find(Namespace, { namespace: '', name });
    if (namespace === undefined || isTerminating(namespace)) return undefined;
    if (client.find(ConfigMap, { namespace: name, name: CERTIFICATES }) !== undefined) return undefined;
    client.create(ConfigMap, {
      metadata: {
        namespace: name,
        name: CERTIFICATES,
        annotations: { 'kubernetes.io/description': DESCRIPTION },
      },
      data: { 'ca.crt': CLUSTER_CERTIFICATES },
    });
    return undefined;
  },
};
