import { assert } from '../../../machinery/assert.ts';
import { type Fields, isFields } from '../../../machinery/json.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { type Field, type GoType, type StructType, structOf } from '../type-tree.ts';

/** A value as upstream's internal types have it: what stands elsewhere there than in v1 is put in its place. */
export interface Shaped {
  readonly members: readonly Field[];
  readonly value: Fields;
}

const HOST = ['HostNetwork', 'HostPID', 'HostIPC', 'ShareProcessNamespace', 'HostUsers'];

/** Orders of fields that differ from v1's. */
const ORDERS: Readonly<Record<string, string>> = {
  'core/v1.PodSpec':
    'Volumes InitContainers Containers EphemeralContainers RestartPolicy TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy NodeSelector ServiceAccountName AutomountServiceAccountToken NodeName SecurityContext ImagePullSecrets Hostname Subdomain SetHostnameAsFQDN Affinity SchedulerName Tolerations HostAliases PriorityClassName Priority PreemptionPolicy DNSConfig ReadinessGates RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints OS SchedulingGates ResourceClaims Resources',
  'core/v1.VolumeSource':
    'HostPath EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI Glusterfs PersistentVolumeClaim RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap VsphereVolume AzureDisk PhotonPersistentDisk Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral Image',
  'core/v1.PersistentVolumeSource':
    'GCEPersistentDisk AWSElasticBlockStore HostPath Glusterfs NFS RBD Quobyte ISCSI FlexVolume Cinder CephFS FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO Local StorageOS CSI',
  'core/v1.PodSecurityContext': `${HOST.join(' ')} SELinuxOptions WindowsOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls SeccompProfile AppArmorProfile SELinuxChangePolicy`,
};

const scalar = (form: 'string' | 'int', go: string): GoType => ({ form, go });
const member = (go: string, type: GoType): Field => ({
  json: go,
  go,
  type,
  omitEmpty: false,
  required: false,
  inline: false,
  patchStrategies: [],
});
const struct = (go: string, members: readonly Field[]): StructType => ({
  form: 'struct',
  name: go,
  go,
  members,
  fields: members,
  byName: new Map(),
  atomic: false,
});

const AMOUNT = struct('resource.int64Amount', [
  member('value', scalar('int', 'int64')),
  member('scale', scalar('int', 'resource.Scale')),
]);
const QUANTITY = [
  member('i', AMOUNT),
  member('s', scalar('string', 'string')),
  member('Format', scalar('string', 'resource.Format')),
];
const INT_OR_STRING = [
  member('Type', scalar('int', 'intstr.Type')),
  member('IntVal', scalar('int', 'int32')),
  member('StrVal', scalar('string', 'string')),
];

/** The fields of what Go has as a struct; undefined for everything else. */
export function shapeOf(type: GoType, value: unknown): Shaped | undefined {
  if (type.form === 'quantity') return { members: QUANTITY, value: quantityFields(value) };
  if (type.form === 'int-or-string')
    return {
      members: INT_OR_STRING,
      value:
        typeof value === 'string'
          ? { Type: 1, IntVal: 0, StrVal: value }
          : { Type: 0, IntVal: value ?? 0, StrVal: '' },
    };
  if (type.form !== 'struct') return undefined;
  const fields = isFields(value) ? value : {};
  return { members: membersOf(type), value: type.name === 'core/v1.PodSpec' ? withHost(fields) : fields };
}

function membersOf(type: StructType): readonly Field[] {
  const order = ORDERS[type.name];
  if (order === undefined) return type.name === TOKEN ? type.members.map(plain) : type.members;
  const pool =
    type.name === 'core/v1.PodSecurityContext'
      ? [...type.members, ...structOf('core/v1.PodSpec').members]
      : type.members;
  return order.split(' ').map((go) => {
    const found = pool.find((field) => field.go === go);
    assert(found, `${type.name} has no field ${go}`);
    return found;
  });
}

const TOKEN = 'core/v1.ServiceAccountTokenProjection';
const plain = (field: Field): Field =>
  field.type.form === 'pointer' ? { ...field, type: field.type.to } : field;

/** The host's namespaces are the security context's business, which every pod has. */
function withHost({ securityContext, ...spec }: Fields): Fields {
  const own = HOST.map((go) => go.charAt(0).toLowerCase() + go.slice(1));
  const host = own.filter((name) => spec[name] !== undefined).map((name) => [name, spec[name]]);
  return {
    ...spec,
    securityContext: { ...(isFields(securityContext) ? securityContext : {}), ...Object.fromEntries(host) },
  };
}

function quantityFields(value: unknown): Fields {
  if (value === undefined || value === null) return {};
  const { unscaled, scale, format, text } = parseQuantity(String(value));
  return { i: { value: String(unscaled), scale }, s: text, Format: format };
}
