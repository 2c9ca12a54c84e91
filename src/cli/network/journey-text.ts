import { endpointChain } from '../../network/chains.ts';
import type { PortBackend } from '../../network/endpoints.ts';
import type { Entry } from '../../network/entry.ts';
import type { Step } from '../../network/journey.ts';

/** One thing that happened on the way, and what it was about. */
export type Row = readonly [about: string, text: string];

/** A journey's steps in words. */
export function rowOf(step: Step, host: string): readonly Row[] {
  switch (step.what) {
    case 'looked up': {
      const { lookup, resolver } = step;
      const found = lookup.answer.records.map(({ data }) => data.replace(/\.$/, ''));
      if (found.length === 0) return [['name', `${host}: ${lookup.answer.code} from ${resolver.server}`]];
      return [['name', `${lookup.name} is ${found.slice(0, SHOWN).join(', ')}${more(found.length)}`]];
    }
    case 'entered':
      return [['service', serviceText(step)], ...chainRows(step)];
    case 'chose':
      return [['endpoint', endpointText(step.entry, step.backend)]];
    default: {
      const { direction, policies } = step.denial;
      return [['policy', `${direction} is not allowed by ${policies.join(', ')}`]];
    }
  }
}

const SHOWN = 3;
const more = (count: number): string => (count > SHOWN ? ` and ${count - SHOWN} more` : '');

function serviceText({ service, port, by, node }: Entry): string {
  const { namespace, name } = service.metadata;
  const number = by === 'node port' ? `node port ${port.nodePort}` : `${by}, port ${port.port}`;
  return `${namespace}/${name}, ${number}${port.name ? ` (${port.name})` : ''}${node === undefined ? '' : `, by the rules of node ${node}`}`;
}

function chainRows({ service, chains, routing, backends }: Entry): readonly Row[] {
  if (routing.does === 'reject') return [['rules', `REJECT: ${countOf(backends)}`]];
  if (routing.does === 'drop')
    return [['rules', `DROP: ${countOf(backends)}, none that may be taken from here`]];
  const { among, policy, hints, isTerminating } = routing;
  const which = [
    ...(policy === 'Local' ? ['of this node'] : []),
    ...(hints === 'PreferSameZone' ? ['of the same zone'] : []),
    ...(hints === 'PreferSameNode' ? ['hinted for this node'] : []),
    isTerminating ? 'terminating, as none is ready' : 'ready',
  ].join(', ');
  const sticky = service.spec.sessionAffinity === 'ClientIP';
  const how = sticky
    ? 'a client stays with one (ClientIP)'
    : among.length === 1
      ? 'the only one'
      : `1 of ${among.length} by chance`;
  return [['rules', `${chains.join(' to ')}: ${endpoints(among.length)} ${which}; ${how}`]];
}

const endpoints = (count: number): string => `${count} endpoint${count === 1 ? '' : 's'}`;

function countOf(backends: readonly PortBackend[]): string {
  return backends.length === 0
    ? 'no endpoints'
    : `${endpoints(backends.length)}, ${backends.filter(({ ready }) => ready).length} ready`;
}

function endpointText({ service, port }: Entry, { address, port: number, nodeName }: PortBackend): string {
  const place = `${address}:${number}`;
  return `${endpointChain(service, port, place)}: ${place}${nodeName === undefined ? '' : ` on ${nodeName}`}`;
}

/** Rows under each other, what they are about in a column of its own. */
export const rowsText = (rows: readonly Row[]): string =>
  rows.map(([about, text]) => `${about.padEnd(9)} ${text}\n`).join('');
