import type { Reader } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { SELECTED_NODE } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/types.ts';
import type { NodeSelectorTerm } from '../../kinds/core/pod/types.ts';
import type { StorageClass } from '../../kinds/storage/storageclass/types.ts';
import { fnv32 } from '../../machinery/hash.ts';
import { compareText } from '../../machinery/json.ts';

/** Drivers keep a volume in one zone, where the nodes have zones. */
export const ZONE = 'topology.kubernetes.io/zone';

/** Which nodes can reach the claim's new volume: those of the chosen node's zone, else of one that the class allows. */
export function placeFor(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  reader: Reader,
): NodeSelectorTerm | undefined {
  const chosen = claim.metadata.annotations?.[SELECTED_NODE];
  const zone =
    chosen === undefined
      ? zoneByName(claim.metadata.name, zones(storageClass, reader))
      : reader.find(Node, { namespace: '', name: chosen })?.metadata.labels?.[ZONE];
  if (zone === undefined) return undefined;
  return { matchExpressions: [{ key: ZONE, operator: 'In', values: [zone] }] };
}

function zones({ allowedTopologies = [] }: StorageClass, reader: Reader): readonly string[] {
  const allowed = allowedTopologies.flatMap(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.filter(({ key }) => key === ZONE).flatMap(({ values }) => values ?? []),
  );
  const found =
    allowed.length > 0 ? allowed : reader.list(Node).flatMap((node) => node.metadata.labels?.[ZONE] ?? []);
  return [...new Set(found)].sort(compareText);
}

/** By the claim's name; the claims of a StatefulSet, which end in numbers, go round all zones. */
function zoneByName(name: string, all: readonly string[]): string | undefined {
  const [, stem = name, ordinal = '0'] = /^(.*-)(\d+)$/.exec(name) ?? [];
  return all[(fnv32(stem) + Number(ordinal)) % all.length];
}
