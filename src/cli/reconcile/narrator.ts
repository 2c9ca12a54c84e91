import type { Cluster } from '../../cluster/cluster.ts';
import { Event } from '../../kinds/core/event/kind.ts';
import type { Event as EventObject } from '../../kinds/core/event/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import type { Change } from '../../store/store.ts';
import type { Paint } from '../paint.ts';
import { changedFields, changesText } from './fields.ts';

/** Writes down who changed what, as it happens. */
export interface Narrator {
  /** Told before each reconcile. */
  readonly reconciles: (actor: string, ref: Ref) => void;
  /** Told of the cluster before anything happens in it. */
  readonly listen: (cluster: Cluster) => void;
  /** From here on nobody of this process acts: what changes comes from elsewhere. */
  readonly rest: () => void;
  /** The lines since they were last taken. */
  readonly take: () => readonly string[];
}

/** Who acts when nobody here does. */
const ELSEWHERE = '(elsewhere)';
const ACTOR_WIDTH = 27;

export function createNarrator(paint: Paint): Narrator {
  let lines: string[] = [];
  let actor = ELSEWHERE;
  let looksAt = '';
  return {
    reconciles: (name, { namespace, name: object }) => {
      actor = name;
      looksAt = namespace === '' ? '' : `${namespace}/${object}`;
    },
    rest: () => {
      actor = ELSEWHERE;
      looksAt = '';
    },
    listen: ({ store, clock }) => {
      store.watch('', (change) => {
        const text = changeText(change, looksAt, paint);
        if (text === undefined) return;
        lines.push(`${paint.dim(clockText(clock.now()))}  ${paint.bold(actor.padEnd(ACTOR_WIDTH))}  ${text}`);
      });
    },
    take: () => {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}

const clockText = (now: Instant): string => new Date(now).toISOString().slice(11, 23);

/** Undefined for a write that changed nothing worth a line. */
function changeText({ type, entry, before }: Change, looksAt: string, paint: Paint): string | undefined {
  const object = entry.value;
  if (object.kind === Event.kind)
    return type === 'DELETED' ? undefined : eventText(object as EventObject, paint);
  const subject = subjectOf(object, looksAt);
  if (type === 'ADDED') return `${paint.good('created')}  ${subject}`;
  if (type === 'DELETED') return `${paint.bad('deleted')}  ${subject}`;
  const changes = changesText(changedFields(before, object));
  return changes === '' ? undefined : `${paint.changed('updated')}  ${subject}: ${changes}`;
}

/** `Pod default/web-1`, and for what it was looked at when that is something else. */
function subjectOf({ kind, metadata: { namespace, name } }: KubeObject, looksAt: string): string {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return `${kind} ${full}${looksAt === '' || looksAt === full ? '' : ` (for ${looksAt})`}`;
}

function eventText({ reason, message, involvedObject, type }: EventObject, paint: Paint): string {
  const { kind = '', namespace, name = '' } = involvedObject;
  const about = `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  const told = `${reason ?? ''} ${message ?? ''}`;
  return `${paint.dim('says')}     ${about}: ${type === 'Warning' ? paint.bad(told) : told}`;
}
