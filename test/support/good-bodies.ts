const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const selector = { matchLabels: { app: 'a' } };
const finishing = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
const role = { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] };
const binding = (kind: string) => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'r' },
  subjects: [{ kind: 'ServiceAccount', name: 's', namespace: 'default' }],
});

/** Per kind a small body that the API server takes. */
export const goodBodies: Readonly<Record<string, object>> = {
  ConfigMap: { data: { a: 'b' } },
  Secret: { data: { a: 'YQ==' } },
  Endpoints: { subsets: [{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 80 }] }] },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4'] }], ports: [{ port: 80 }] },
  Event: { involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' }, reason: 'R', message: 'm' },
  LimitRange: { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } },
  Namespace: {},
  Node: { spec: {} },
  PersistentVolumeClaim: {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  PersistentVolume: {
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/a' } },
  },
  Pod: template,
  PodTemplate: { template },
  ReplicationController: { spec: { replicas: 1, selector: { app: 'a' }, template } },
  ResourceQuota: { spec: { hard: { pods: '1' } } },
  ServiceAccount: {},
  Service: { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } },
  ControllerRevision: { revision: 1, data: { a: 1 } },
  DaemonSet: { spec: { selector, template } },
  Deployment: { spec: { replicas: 1, selector, template } },
  ReplicaSet: { spec: { replicas: 1, selector, template } },
  StatefulSet: { spec: { replicas: 1, serviceName: 's', selector, template } },
  HorizontalPodAutoscaler: {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
  },
  CronJob: { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: finishing } } } },
  Job: { spec: { template: finishing } },
  Lease: { spec: { holderIdentity: 'me' } },
  IngressClass: { spec: { controller: 'example.com/c' } },
  Ingress: { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
  NetworkPolicy: { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] } },
  RuntimeClass: { handler: 'h' },
  PodDisruptionBudget: { spec: { minAvailable: 1, selector } },
  Role: role,
  ClusterRole: role,
  RoleBinding: binding('Role'),
  ClusterRoleBinding: binding('ClusterRole'),
  PriorityClass: { value: 5 },
  CSIDriver: { spec: {} },
  CSINode: { spec: { drivers: [] } },
  StorageClass: { provisioner: 'p' },
  VolumeAttachment: { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'v' } } },
};
