import type { Actor, Client } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { isEstablished } from '../../kinds/apiextensions/customresourcedefinition/conditions.ts';
import { CustomResourceDefinition } from '../../kinds/apiextensions/customresourcedefinition/kind.ts';
import { APIService } from '../../kinds/apiregistration/apiservice/kind.ts';

/** On APIServices that the server keeps as long as it serves what they stand for. */
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';
const GROUP_PRIORITY = 1000;
const VERSION_PRIORITY = 100;

/** Keeps an APIService for each version that definitions serve (crdregistration). A ref names a group. */
export const definedApiServices: Actor = {
  name: 'crd-registration-controller',
  component: 'kube-apiserver',
  triggers: [
    onChange(CustomResourceDefinition, ({ object }) => [{ namespace: '', name: object.spec.group }]),
  ],
  reconcile: ({ name: group }, { client }) => {
    const wanted = servedVersions(group, client);
    for (const version of wanted) keep(group, version, client);
    for (const { metadata, spec } of client.list(APIService, {
      labels: { matchLabels: { [MANAGED]: 'true' } },
    }))
      if (spec?.group === group && !wanted.has(spec.version ?? ''))
        client.delete(APIService, { namespace: '', name: metadata.name });
    return undefined;
  },
};

function servedVersions(group: string, client: Client): ReadonlySet<string> {
  const definitions = client
    .list(CustomResourceDefinition)
    .filter((definition) => definition.spec.group === group && isEstablished(definition));
  const versions = definitions.flatMap(({ spec }) => spec.versions.filter(({ served }) => served));
  return new Set(versions.map(({ name }) => name));
}

function keep(group: string, version: string, client: Client): void {
  const name = `${version}.${group}`;
  if (client.find(APIService, { namespace: '', name }) !== undefined) return;
  client.create(APIService, {
    metadata: { name, labels: { [MANAGED]: 'true' } },
    spec: { group, version, groupPriorityMinimum: GROUP_PRIORITY, versionPriority: VERSION_PRIORITY },
  });
}
