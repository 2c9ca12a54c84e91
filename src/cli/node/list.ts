import type { Client } from '../../client/client.ts';
import { isRunning } from '../../cluster/nodes.ts';
import { conditionOf, rolesOf } from '../../kinds/core/node/conditions.ts';
import { Node } from '../../kinds/core/node/kind.ts';
import { isFinished } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { ageSince } from '../../machinery/duration.ts';
import type { Instant } from '../../machinery/instant.ts';
import { columnsText } from '../columns.ts';
import type { Paint } from '../paint.ts';

const HEAD = ['NAME', 'STATUS', 'KUBELET', 'ROLES', 'PODS', 'CPU', 'MEMORY', 'AGE'];
const MEBIBYTE = 1024 * 1024;

/** The nodes, whether their kubelets run, and how much of each is asked for. */
export function nodesText(client: Client, now: Instant, paint: Paint): Promise<string> {
  return columnsText(
    HEAD,
    client.list(Node).map((node) => rowOf(node, client, now, paint)),
  );
}

function rowOf(node: Node, client: Client, now: Instant, paint: Paint): readonly string[] {
  const { name, creationTimestamp } = node.metadata;
  const pods = client.list(Pod, { node: name }).filter((pod) => !isFinished(pod));
  let cpu = 0;
  let memory = 0;
  for (const pod of pods) {
    const asked = podRequests(pod);
    cpu += asked.cpu;
    memory += asked.memory;
  }
  const { allocatable = {} } = node.status ?? {};
  return [
    name,
    statusOf(node, paint),
    isRunning(client, name) ? 'running' : paint.bad('stopped'),
    rolesOf(node).join(',') || '<none>',
    `${pods.length}/${allocatable['pods'] ?? '?'}`,
    `${cpu === 0 ? '0' : `${cpu}m`}/${allocatable['cpu'] ?? '?'}`,
    `${memory === 0 ? '0' : `${Math.ceil(memory / MEBIBYTE)}Mi`}/${allocatable['memory'] ?? '?'}`,
    ageSince(creationTimestamp, now),
  ];
}

function statusOf(node: Node, paint: Paint): string {
  const ready = conditionOf(node, 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (node.spec?.unschedulable === true) words.push('SchedulingDisabled');
  const text = words.join(',');
  return text === 'Ready' ? paint.good(text) : paint.bad(text);
}
