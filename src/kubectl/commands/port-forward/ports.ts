import type { Pod } from '../../../kinds/core/pod/types.ts';
import type { Service } from '../../../kinds/core/service/types.ts';
import { CommandError } from '../../command.ts';
import { isService } from '../../kinds/service/is-service.ts';
import type { Chosen } from '../exec/chosen-pod.ts';

/** A port of this machine, 0 for any that is free, and the pod's that it leads to. */
export interface ForwardedPort {
  readonly local: number;
  readonly remote: number;
}

/** The words `[LOCAL:]REMOTE` with the pod's own ports in them, where a service's or a name was said. */
export function inPod(words: readonly string[], { object, pod }: Chosen): readonly string[] {
  const service = isService(object) ? object : undefined;
  refuseUdp(words, service, pod);
  return words.map((word) =>
    service === undefined ? throughPod(word, pod) : throughService(word, service, pod),
  );
}

/** A word with any other number of parts than two is all one port, the first part. */
function split(word: string): readonly [local: string, remote: string] {
  const parts = word.split(':');
  const [first = '', second = ''] = parts;
  return parts.length === 2 ? [first, second] : [first, first];
}

const isNumber = (word: string): boolean => /^[+-]?\d+$/.test(word);

const joined = (local: string, remote: string): string => (local === remote ? remote : `${local}:${remote}`);

function throughPod(word: string, pod: Pod): string {
  const [local, remote] = split(word);
  if (remote === '') throw new CommandError('remote port cannot be empty');
  const port = isNumber(remote) ? remote : String(containerPort(pod, remote));
  return local === remote ? port : `${local}:${port}`;
}

function throughService(word: string, service: Service, pod: Pod): string {
  const [local, remote] = split(word);
  const own = isNumber(remote) ? Number(remote) : servicePort(service, remote);
  const asked = !isNumber(remote) && local === remote ? String(own) : local;
  return joined(asked, String(targetPort(service, pod, own)));
}

function targetPort(service: Service, pod: Pod, port: number): number {
  const found = (service.spec.ports ?? []).find((own) => own.port === port);
  if (found === undefined)
    throw new CommandError(`Service ${service.metadata.name} does not have a service port ${port}`);
  // Nobody stands in front of pods that are reached themselves.
  if (service.spec.clusterIP === 'None') return port;
  const { targetPort: target = 0 } = found;
  return typeof target === 'string' ? containerPort(pod, target) : target || port;
}

function servicePort({ spec, metadata }: Service, name: string): number {
  const found = (spec.ports ?? []).find((own) => (own.name ?? '') === name);
  if (found !== undefined) return found.port;
  throw new CommandError(`Service '${metadata.name}' does not have a named port '${name}'`);
}

function containerPort({ spec, metadata }: Pod, name: string): number {
  const found = [...spec.containers, ...(spec.initContainers ?? [])]
    .flatMap(({ ports = [] }) => ports)
    .find((own) => (own.name ?? '') === name);
  if (found !== undefined) return found.containerPort;
  throw new CommandError(`Pod '${metadata.name}' does not have a named port '${name}'`);
}

interface Declared {
  readonly port: number;
  readonly protocol: string | undefined;
}

/** A port is UDP's where nothing else is said of it. */
function refuseUdp(words: readonly string[], service: Service | undefined, pod: Pod): void {
  const declared: readonly Declared[] =
    service === undefined
      ? pod.spec.containers.flatMap(({ ports = [] }) =>
          ports.map((own) => ({ port: own.containerPort, protocol: own.protocol })),
        )
      : (service.spec.ports ?? []).map(({ port, protocol }) => ({ port, protocol }));
  const named = (name: string): number =>
    service === undefined ? containerPort(pod, name) : servicePort(service, name);
  for (const word of words) {
    const [, remote] = split(word);
    const port = isNumber(remote) ? Number(remote) : named(remote);
    const protocols = declared.filter((own) => own.port === port).map(({ protocol }) => protocol);
    if (protocols.includes('UDP') && !protocols.includes('TCP'))
      throw new CommandError(`UDP protocol is not supported for ${remote}`);
  }
}

/** Reads `[LOCAL:]REMOTE`. */
export function forwardedPort(word: string): ForwardedPort {
  const parts = word.split(':');
  if (parts.length > 2) throw new CommandError(`invalid port format '${word}'`);
  const [first = '', second = first] = parts;
  const local = unsigned(parts.length === 2 && first === '' ? '0' : first, 'local');
  const remote = unsigned(second, 'remote');
  if (remote === 0) throw new CommandError('remote port must be > 0');
  return { local, remote };
}

const PORT_MOST = 65_535;

/** strconv.ParseUint of 16 bits. */
function unsigned(word: string, side: 'local' | 'remote'): number {
  const why = !/^\d+$/.test(word) ? 'invalid syntax' : Number(word) > PORT_MOST ? 'value out of range' : '';
  if (why === '') return Number(word);
  throw new CommandError(
    `error parsing ${side} port '${word}': strconv.ParseUint: parsing ${JSON.stringify(word)}: ${why}`,
  );
}
