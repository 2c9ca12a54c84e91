import type { Query, Reader } from '../client/client.ts';
import { Namespace } from '../kinds/core/namespace/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { EndpointSlice } from '../kinds/discovery/endpointslice/kind.ts';
import { erased, type Kind } from '../kinds/kind.ts';
import { Ingress } from '../kinds/networking/ingress/kind.ts';
import { IngressClass } from '../kinds/networking/ingressclass/kind.ts';
import { NetworkPolicy } from '../kinds/networking/networkpolicy/kind.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';

/** What the network is read from. */
const KINDS = new Map(
  [
    erased(Namespace),
    erased(Node),
    erased(Pod),
    erased(Service),
    erased(EndpointSlice),
    erased(Ingress),
    erased(IngressClass),
    erased(NetworkPolicy),
  ].map((kind) => [kind.plural, kind]),
);

/** What was read, as text: the question, and all that was found. */
export type Testimony = readonly [question: string, answer: string];

/** More is not worth its comparing. */
const TEXT_MOST = 512 * 1024;

type Question = readonly ['find', string, Ref] | readonly ['list' | 'count', string, Query | undefined];

/** Listens to what is read of the cluster, and knows whether it would be read so again. */
export class Witness {
  private readonly source: Reader;
  /** Objects are never changed in place: who is the same object says the same. */
  private readonly found = new Map<string, readonly unknown[]>();
  private isAtLoss = false;

  constructor(source: Reader) {
    this.source = source;
  }

  /** The cluster, as this listens. */
  readonly reader: Reader = {
    find: <T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined => {
      const found = this.source.find(kind, ref);
      this.note(['find', kind.plural, ref], [found]);
      return found;
    },
    list: <T extends KubeObject>(kind: Kind<T>, query?: Query): readonly T[] => {
      const found = this.source.list(kind, query);
      this.note(['list', kind.plural, query], found);
      return found;
    },
    count: <T extends KubeObject>(kind: Kind<T>, query?: Query): number => {
      const found = this.source.count(kind, query);
      this.note(['count', kind.plural, query], [found]);
      return found;
    },
  };

  /** What was told depends on more than on what was read. */
  doubt(): void {
    this.isAtLoss = true;
  }

  /** All that was read, where it would be read so again from first to last. */
  testimony(): readonly Testimony[] | undefined {
    if (this.isAtLoss) return undefined;
    const all: Testimony[] = [];
    let size = 0;
    for (const [question, found] of this.found) {
      if (!isSame(found, asked(this.source, JSON.parse(question) as Question))) return undefined;
      const answer = JSON.stringify(found);
      size += answer.length;
      if (size > TEXT_MOST) return undefined;
      all.push([question, answer]);
    }
    return all;
  }

  /** Goes on from what another one was told; false where that is told otherwise by now. */
  recall(testimony: readonly Testimony[]): boolean {
    return testimony.every(([question, answer]) => {
      const found = asked(this.source, JSON.parse(question) as Question);
      this.found.set(question, found);
      return JSON.stringify(found) === answer;
    });
  }

  private note(question: Question, found: readonly unknown[]): void {
    const text = JSON.stringify(question);
    const before = this.found.get(text);
    if (before === undefined) this.found.set(text, found);
    if ((before !== undefined && !isSame(before, found)) || !KINDS.has(question[1])) this.isAtLoss = true;
  }
}

function asked(reader: Reader, [method, plural, what]: Question): readonly unknown[] {
  const kind = KINDS.get(plural);
  if (kind === undefined) return [];
  if (method === 'find') return [reader.find(kind, what)];
  return method === 'list' ? reader.list(kind, what) : [reader.count(kind, what)];
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);
