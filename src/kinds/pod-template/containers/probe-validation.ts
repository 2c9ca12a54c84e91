import { forbidden, invalid, required } from '../../../machinery/field-path.ts';
import type { IntOrString } from '../../../machinery/int-or-string.ts';
import { httpHeaderName, portName, portNumber } from '../../../machinery/value-rules.ts';
import type { Container, HttpGetAction, Lifecycle, LifecycleHandler, Probe } from '../../core/pod/types.ts';
import { allNonNegative } from '../../validation/numbers.ts';
import { type Faults, faultsOf, NONE, optionalOneOf, requiredText, together, where } from '../rules.ts';

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

const SCHEMES = ['HTTP', 'HTTPS'];
const PROBE_NUMBERS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

/** The lifecycle and the three probes of a container that keeps running. */
export function validateHandlers(
  container: Container,
  gracePeriod: number | undefined,
  field: string,
): Faults {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  return together(
    where(lifecycle, (part) => validateLifecycle(part, gracePeriod, `${field}.lifecycle`)),
    where(livenessProbe, (probe) => validateOnceProbe(probe, `${field}.livenessProbe`)),
    where(readinessProbe, (probe) => validateReadinessProbe(probe, `${field}.readinessProbe`)),
    where(startupProbe, (probe) => validateOnceProbe(probe, `${field}.startupProbe`)),
  );
}

/** Liveness and startup: one success is enough, and more cannot be asked for. */
function validateOnceProbe(probe: Probe, field: string): Faults {
  const { successThreshold = 0 } = probe;
  return together(
    validateProbe(probe, field),
    successThreshold === 1 ? NONE : [invalid(`${field}.successThreshold`, successThreshold, 'must be 1')],
  );
}

function validateReadinessProbe(probe: Probe, field: string): Faults {
  const { terminationGracePeriodSeconds: period } = probe;
  return together(
    validateProbe(probe, field),
    where(period, () => [
      invalid(`${field}.terminationGracePeriodSeconds`, period, 'must not be set for readinessProbes'),
    ]),
  );
}

function validateProbe(probe: Probe, field: string): Faults {
  const { terminationGracePeriodSeconds: period } = probe;
  return together(
    validateHandler(probe, undefined, field),
    allNonNegative(probe, PROBE_NUMBERS, field),
    period !== undefined && period <= 0
      ? [invalid(`${field}.terminationGracePeriodSeconds`, period, 'must be greater than 0')]
      : NONE,
  );
}

function validateLifecycle(
  { postStart, preStop }: Lifecycle,
  gracePeriod: number | undefined,
  field: string,
): Faults {
  return together(
    where(postStart, (handler) => validateHandler(handler, gracePeriod, `${field}.postStart`)),
    where(preStop, (handler) => validateHandler(handler, gracePeriod, `${field}.preStop`)),
  );
}

/** validateHandler: exactly one way of acting. */
function validateHandler(handler: Handler, gracePeriod: number | undefined, field: string): Faults {
  const ways: (readonly [name: string, validate: (path: string) => Faults])[] = [];
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (exec) ways.push(['exec', (path) => (exec.command?.length ? NONE : [required(`${path}.command`)])]);
  if (httpGet) ways.push(['httpGet', (path) => validateHttpGet(httpGet, path)]);
  if (tcpSocket) ways.push(['tcpSocket', (path) => validatePort(tcpSocket.port, `${path}.port`)]);
  if (grpc) ways.push(['grpc', (path) => validatePort(grpc.port, `${path}.port`)]);
  if (sleep) ways.push(['sleep', (path) => validateSleep(sleep.seconds, gracePeriod, path)]);
  if (ways.length === 0) return [required(field, 'must specify a handler type')];
  return together(
    ...ways.map(([name, validate], i) =>
      i === 0
        ? validate(`${field}.${name}`)
        : [forbidden(`${field}.${name}`, 'may not specify more than 1 handler type')],
    ),
  );
}

function validateHttpGet(action: HttpGetAction, field: string): Faults {
  const headers = action.httpHeaders ?? [];
  return together(
    requiredText(action.path, `${field}.path`),
    validatePort(action.port, `${field}.port`),
    optionalOneOf(action.scheme ?? '', SCHEMES, `${field}.scheme`),
    ...headers.map(({ name }) => faultsOf(name, `${field}.httpHeaders`, httpHeaderName(name))),
  );
}

/** ValidatePortNumOrName. */
function validatePort(port: IntOrString, field: string): Faults {
  return faultsOf(port, field, typeof port === 'number' ? portNumber(port) : portName(port));
}

function validateSleep(seconds: number, gracePeriod: number | undefined, field: string): Faults {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return NONE;
  const bound = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
  return [invalid(field, seconds, bound)];
}
