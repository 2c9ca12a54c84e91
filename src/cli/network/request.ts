import type { Pod } from '../../kinds/core/pod/types.ts';
import { exposedAt, nodeAt } from '../../network/addresses.ts';
import { hasIngress, travelIngress } from '../../network/ingress-journey.ts';
import { type Outcome, travel } from '../../network/journey.ts';
import type { Source } from '../../network/source.ts';
import type { View } from '../../network/view.ts';
import type { Rng } from '../../simulation/rng.ts';
import { ingressAddressed } from './ingress-address.ts';
import { ingressRows } from './ingress-text.ts';
import { type Row, rowOf } from './journey-text.ts';
import type { Url } from './url.ts';

/** What a request came to. */
export interface Result {
  readonly rows: readonly Row[];
  /** What the client sees in the end. */
  readonly ending: string;
  /** Who answered; absent where nobody did, or nobody who is a pod. */
  readonly pod?: Pod;
  /** As curl ends: 0, 6 (no such host), 7 (refused), 22 (an HTTP error), 28 (timed out). */
  readonly code: number;
}

export interface Asking {
  readonly url: Url;
  /** The `Host` header, where it is another one than the URL's. */
  readonly host: string;
  /** Who asks; absent: somebody in the namespace for names and addresses of the cluster, somebody outside for the rest. */
  readonly source: Source | undefined;
  readonly insider: Source;
  readonly outsider: Source;
}

/** Sends one request: to an Ingress controller where an Ingress has the host, else through the cluster's network. */
export function send({ url, host, source, insider, outsider }: Asking, view: View, chance: Rng): Result {
  const { scheme, path } = url;
  if (hasIngress(host, view) || ingressAddressed(url.host, view)) {
    const journey = travelIngress({ scheme, host, path }, view, chance);
    const { outcome } = journey;
    const rows = ingressRows(journey);
    if (outcome.is === 'answered')
      return { rows, ending: `HTTP ${outcome.status} from the Ingress controller: ${outcome.why}`, code: 22 };
    return { rows, ...answered(outcome.pod, `${outcome.address}:${outcome.port}`) };
  }
  const whom = source ?? (isOutsideDoor(url.host, view) ? outsider : insider);
  const { steps, outcome } = travel({ host: url.host, port: url.port }, whom, view, chance);
  return { rows: steps.flatMap((step) => rowOf(step, url.host)), ...endingOf(outcome) };
}

const isOutsideDoor = (host: string, view: View): boolean =>
  nodeAt(host, view) !== undefined || exposedAt(host, view).length > 0;

function endingOf(outcome: Outcome): Omit<Result, 'rows'> {
  switch (outcome.is) {
    case 'reached': {
      const place = `${outcome.address}:${outcome.port}`;
      const { ending, ...rest } = answered(outcome.pod, place);
      return { ...rest, ending: outcome.speaks === 'http' ? ending : `${ending} (not a web server)` };
    }
    case 'outside':
      return {
        ending: `${outcome.address} is outside of the cluster: whoever has the name answers`,
        code: 0,
      };
    case 'unknown host':
      return { ending: `could not resolve host: ${outcome.why}`, code: 6 };
    case 'refused':
      return { ending: `connection refused: ${outcome.why}`, code: 7 };
    default:
      return { ending: `connection timed out: ${outcome.why}`, code: 28 };
  }
}

function answered(pod: Pod | undefined, place: string): Omit<Result, 'rows'> {
  if (pod === undefined) return { ending: `${place} answers, which is no pod`, code: 0 };
  return { ending: `pod/${pod.metadata.name} answers`, pod, code: 0 };
}
