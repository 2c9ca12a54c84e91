import type { PatchField, PatchSchema } from '../../../../src/machinery/patch/patch-schema.ts';

type FieldsOf = () => Readonly<Record<string, PatchField>>;

/** A type whose fields are looked up late, so that types may hold each other. */
export function struct(name: string, fields: FieldsOf): PatchSchema {
  return { name, field: (field) => (Object.hasOwn(fields(), field) ? fields()[field] : undefined) };
}

const plain: PatchField = { schema: undefined };
const merged = (mergeKey: string, schema: PatchSchema | undefined = undefined): PatchField => ({
  schema,
  strategy: ['merge'],
  ...(mergeKey === '' ? {} : { mergeKey }),
});
/** Any field may stand in it, and none has a strategy. */
const free: PatchSchema = { field: () => ({ schema: free }) };
const withFields = (name: string, fields: Readonly<Record<string, PatchField>>): PatchSchema => ({
  name,
  field: (field) => (Object.hasOwn(fields, field) ? fields[field] : { schema: free }),
});

const container = withFields('Container', {
  env: merged('name', free),
  ports: merged('containerPort', free),
  volumeMounts: merged('mountPath', free),
});
const podSpec = withFields('PodSpec', {
  containers: merged('name', container),
  initContainers: merged('name', container),
  volumes: { ...merged('name', free), strategy: ['merge', 'retainKeys'] },
  imagePullSecrets: merged('name', free),
  hostAliases: merged('ip', free),
  topologySpreadConstraints: merged('topologyKey', free),
});
const metadata = withFields('ObjectMeta', {
  labels: plain,
  annotations: plain,
  finalizers: merged(''),
  ownerReferences: merged('uid', free),
});
const template = withFields('PodTemplateSpec', { metadata: { schema: metadata }, spec: { schema: podSpec } });
const spec = withFields('DeploymentSpec', {
  template: { schema: template },
  strategy: { schema: free, strategy: ['retainKeys'] },
  ports: merged('port', free),
});

/** As much of Deployment, Service and ConfigMap as the table's patches touch. */
export const objectSchema: PatchSchema = withFields('Deployment', {
  metadata: { schema: metadata },
  spec: { schema: spec },
  data: plain,
});
