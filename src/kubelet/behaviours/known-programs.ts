import { isConfined } from '../../containers/identity.ts';
import { isServer, needsRoot } from '../../containers/images/index.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import { seconds } from '../../machinery/instant.ts';
import { parseQuantity, value } from '../../machinery/quantity.ts';
import type { Behaviour, Role } from './behaviour.ts';
import { runsOutOfMemory } from './crashes.ts';
import { runs } from './runs.ts';

/** agnhost's `liveness` server answers for ten seconds and fails from then on. */
const LIVENESS_TURN = seconds(10);

export const livenessServer: Behaviour = ({ container }) => {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  if (!/\/(?:agnhost|liveness)(?:[:@]|$)/.test(container.image ?? '')) return undefined;
  if (!words.some((word) => word === 'liveness' || word === '/server')) return undefined;
  return {
    ...runs,
    turns: [LIVENESS_TURN],
    answer: (probe, uptime) =>
      probe.httpGet?.path === '/healthz' && uptime >= LIVENESS_TURN
        ? { output: 'HTTP probe failed with statuscode: 500' }
        : undefined,
  };
};

/** `stress --vm-bytes 250M` in a container that may have less is killed for it. */
export const stress: Behaviour = ({ container }) => {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const place = words.indexOf('--vm-bytes');
  const limit = container.resources?.limits?.['memory'];
  const amount = /^(\d+)([KMG]?)$/.exec(words[place + 1] ?? '');
  if (words[0] !== 'stress' || place < 0 || limit === undefined || amount === null) return undefined;
  const wanted = Number(amount[1]) * 1024 ** ' KMG'.indexOf(amount[2] || ' ');
  return wanted > value(parseQuantity(limit)) ? runsOutOfMemory(seconds(1)) : runs;
};

/** Kubernetes' own image of a program that does nothing until it is stopped. */
export const isPause = ({ image = '' }: Pick<Container, 'image'>): boolean =>
  /(?:^|\/)pause(?:[:@]|$)/.test(image);

/**
 * An image that is started as it is, and serves: it stays up, also where its pod is to end some time. Some may do less there
 * than they need.
 */
export function servesAlone({ pod, container }: Pick<Role, 'pod' | 'container'>): boolean {
  const { command = [], args = [], image = '' } = container;
  if (command.length + args.length > 0 || !isServer(image)) return false;
  return !(needsRoot(image) && isConfined(pod, container));
}
