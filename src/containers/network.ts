import type { Container, Pod } from '../kinds/core/pod/types.ts';
import { instant } from '../machinery/instant.ts';
import { isAddress } from '../network/dns/names.ts';
import { questionFor } from '../network/dns/question.ts';
import { RECORD_TYPES } from '../network/dns/records.ts';
import { lookUp, resolverOf } from '../network/dns/resolver.ts';
import { type Outcome, travel } from '../network/journey.ts';
import { fromPod, type Source } from '../network/source.ts';
import type { View } from '../network/view.ts';
import type { Connection, Network, Page } from '../shell/network.ts';
import { createRng } from '../simulation/rng.ts';
import { type FilesOf, pageOf, type Request } from './pages.ts';
import type { Witness } from './witness.ts';

/** What the network of a pod needs to know. */
export interface Surroundings {
  readonly witness: Witness;
  /** From when on what is asked is asked about the cluster as it is. */
  readonly present: () => number;
  /** Somebody outside was asked for; `isVain`: and did not answer. */
  readonly asked: (isVain: boolean) => void;
  readonly filesOf: FilesOf;
}

/** The cluster's network as a container of the pod has it: the same that `sim curl` and `sim dns` tell of. */
export function networkOf(
  pod: Pod,
  container: Container,
  { witness, present, asked, filesOf }: Surroundings,
): Network {
  const { reader } = witness;
  let place: Source | undefined;
  // Who asks nobody has read nothing.
  const source = (): Source => {
    place ??= fromPod(pod, reader);
    return place;
  };
  const resolver = resolverOf(pod);
  const viewAt = (at: number): View => {
    const isPresent = at >= present();
    // What is so now may be told otherwise when it is past.
    if (isPresent) witness.doubt();
    return { reader, at: isPresent ? 'now' : instant(at) };
  };
  const noted = <T>(answer: T, isMiss: boolean): T => {
    asked(isMiss);
    return answer;
  };
  const reach = (host: string, port: number, at: number): Outcome =>
    travel({ host, port }, source(), viewAt(at), createRng(0).fork(`${pod.metadata.uid} ${Math.floor(at)}`))
      .outcome;
  return {
    server: resolver.server,
    lookupStyle: styleOf(container),
    resolve: (word, type, at) => {
      const { name, type: wanted } = questionFor(
        word,
        RECORD_TYPES.find((one) => one === type),
      );
      const own = ownAddress(word, source());
      if (own !== undefined && wanted === 'A')
        return { exists: true, name: word, records: [{ name: word, type: 'A', data: own }] };
      const found = lookUp(name, wanted, resolver, viewAt(at));
      const { records, code } = found.answer;
      const resolution = { exists: code === 'NOERROR', name: found.name, records };
      return noted(resolution, records.length === 0 && wanted !== 'PTR');
    },
    connect: (host, port, at) => {
      const answer = connectionOf(reach(host, port, at));
      return noted(answer, answer !== 'open');
    },
    fetch: ({ host, port, path }, at) => {
      const outcome = reach(host, port, at);
      const answer = pageFrom(outcome, { port, path, host, client: source().address }, filesOf);
      return noted(answer, typeof answer === 'string');
    },
  };
}

/** A pod's /etc/hosts knows its own name. */
const ownAddress = (word: string, { pod, address }: Source): string | undefined =>
  pod !== undefined && word === (pod.spec.hostname ?? pod.metadata.name) && !isAddress(word)
    ? address
    : undefined;

function connectionOf(outcome: Outcome): Connection {
  return outcome.is === 'reached' || outcome.is === 'outside' ? 'open' : outcome.is;
}

function pageFrom(outcome: Outcome, request: Request, filesOf: FilesOf): Page | Connection {
  if (outcome.is === 'outside') return { status: 200, body: '' };
  if (outcome.is !== 'reached') return outcome.is;
  if (outcome.speaks === 'other') return 'open';
  return pageOf(outcome.pod, { ...request, port: outcome.port }, filesOf);
}

/** busybox numbered its answers until 1.28; images that are no busybox bring BIND's. */
function styleOf({ image = '' }: Container): Network['lookupStyle'] {
  const [, major, minor] = /busybox:(\d+)\.(\d+)/.exec(image) ?? [];
  if (major === '1' && Number(minor) <= 28) return 'numbered';
  return /busybox|alpine/.test(image) ? 'busybox' : 'bind';
}
