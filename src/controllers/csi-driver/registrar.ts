import type { Actor, Context, Reader } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { hasKubelet } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { CSINode } from '../../kinds/storage/csinode/kind.ts';
import type { CSINodeDriver } from '../../kinds/storage/csinode/types.ts';
import { equalJson } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { ZONE } from './topology.ts';

/** So many volumes of the driver a node can have, where somebody says so. */
const VOLUMES_MOST = 'sim.local/volumes-per-node';

/** The node-driver-registrar beside each driver: a node's CSINode lists the drivers that work there. */
export const csiRegistrar: Actor = {
  name: 'csi-node-driver-registrar',
  component: 'kubelet',
  triggers: [
    onChange(CSIDriver, ({ type, object, before }, reader) =>
      type === 'DELETED' || object.metadata.annotations !== before?.metadata.annotations ? nodes(reader) : [],
    ),
    onChange(Node, ({ type, object, before }) =>
      type === 'ADDED' || (type === 'MODIFIED' && object.metadata.labels !== before?.metadata.labels)
        ? [refOf(object)]
        : [],
    ),
    itself(CSINode),
  ],
  reconcile: (ref, context) => {
    const node = context.client.find(Node, ref);
    if (node !== undefined && hasKubelet(node)) register(node, context);
    return undefined;
  },
};

const nodes = (reader: Reader) => reader.list(Node).map(refOf);

function register(node: Node, { client }: Context): void {
  const { name, uid } = node.metadata;
  const drivers = client.list(CSIDriver).map((driver) => driverOn(node, driver));
  const known = client.find(CSINode, { namespace: '', name });
  if (known === undefined) {
    if (drivers.length === 0) return;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
    client.create(CSINode, { metadata: { name, ownerReferences }, spec: { drivers } });
  } else if (!equalJson(known.spec.drivers ?? [], drivers)) {
    client.update(CSINode, { ...known, spec: { drivers } });
  }
}

function driverOn(node: Node, { metadata }: CSIDriver): CSINodeDriver {
  const count = Number(metadata.annotations?.[VOLUMES_MOST]);
  return {
    name: metadata.name,
    nodeID: node.metadata.name,
    topologyKeys: node.metadata.labels?.[ZONE] === undefined ? null : [ZONE],
    ...(Number.isInteger(count) && count > 0 ? { allocatable: { count } } : {}),
  };
}
