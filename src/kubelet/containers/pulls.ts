import { Node } from '../../kinds/core/node/kind.ts';
import { formatGoDuration } from '../../machinery/duration.ts';
import { after, type Instant, minutes, seconds } from '../../machinery/instant.ts';
import { ANNOTATION, behaviourWords } from '../behaviours/annotated.ts';
import type { ContainerRun } from '../run.ts';
import { draw } from '../settings.ts';
import { lengthOf, type Place, type Sync, targetOf, tell } from '../sync.ts';
import { hasImage, imageFacts, pullError, saysMissing, withImage } from './images.ts';

const BACKOFF_FIRST = seconds(10);
const BACKOFF_LONGEST = minutes(5);

/** Whether the node has the image already. */
export const isPresent = ({ node }: Sync, image: string): boolean => hasImage(node, imageFacts(image).name);

/** What the pod says itself comes first, then a fault, then the image's name. */
export function canBePulled(sync: Sync, place: Place): boolean {
  const { container } = place;
  const words = behaviourWords(sync.pod.metadata.annotations?.[ANNOTATION], container.name);
  if (words.includes('cannot be pulled')) return false;
  if (sync.manner.faults.strikes('image-pull', targetOf(sync, place), sync.now) !== undefined) return false;
  return words.length > 0 || !saysMissing(container.image ?? '');
}

/** Begins to pull; pods that want an image that is on its way wait for it. */
export function beginPull(sync: Sync, place: Place, own: ContainerRun): void {
  const { context, manner, node, now } = sync;
  const { name, image = '' } = place.container;
  tell(sync, 'Normal', 'Pulling', `Pulling image "${image}"`, place);
  const facts = imageFacts(image);
  const row = `pull/${node.metadata.name}/${facts.name}`;
  const label = `${name}/${own.restarts}/${own.pull?.delay ?? 0}`;
  own.step = 'pulling';
  own.since = now;
  own.waitsFor = undefined;
  if (hasImage(node, facts.name) || !canBePulled(sync, place)) {
    own.until = after(now, lengthOf(sync, 'check', label));
    return;
  }
  const onItsWay = context.memory.get(row) as Instant | undefined;
  if (onItsWay !== undefined && onItsWay >= now) {
    own.waitsFor = onItsWay;
    own.until = after(onItsWay, lengthOf(sync, 'check', label));
    return;
  }
  own.until = after(now, draw(manner.durations.pull, context.rng, row));
  context.memory.set(row, own.until);
}

/** The registry has answered: true when the image is there. */
export function endPull(sync: Sync, place: Place, own: ContainerRun): boolean {
  const { image = '' } = place.container;
  if (!canBePulled(sync, place)) {
    const error = pullError(image);
    tell(sync, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, place);
    tell(sync, 'Warning', 'Failed', 'Error: ErrImagePull', place);
    own.pull = nextBackoff(own.pull, sync.now);
    own.until = after(sync.now, lengthOf(sync, 'notice', `pull/${place.container.name}/${own.pull.delay}`));
    return false;
  }
  const facts = imageFacts(image);
  // What was spent waiting for somebody else's pull is not counted as pulling.
  const took = formatGoDuration(sync.now - (own.waitsFor ?? own.since));
  const waited = formatGoDuration(sync.now - own.since);
  const text = `Successfully pulled image "${image}" in ${took} (${waited} including waiting). Image size: ${facts.sizeBytes} bytes.`;
  tell(sync, 'Normal', 'Pulled', text, place);
  own.pull = undefined;
  keepImage(sync, image);
  return true;
}

function keepImage({ context, node }: Sync, image: string): void {
  const facts = imageFacts(image);
  const { name } = node.metadata;
  context.memory.set(`pull/${name}/${facts.name}`, undefined);
  const newest = context.client.find(Node, { namespace: '', name });
  if (newest === undefined || hasImage(newest, facts.name)) return;
  context.client.updateStatus(Node, withImage(newest, facts));
}

/** Doubled with each failure, forgotten after ten minutes without one (K-43). */
function nextBackoff(before: ContainerRun['pull'], now: Instant): NonNullable<ContainerRun['pull']> {
  const isFresh = before === undefined || now - before.updated > 2 * BACKOFF_LONGEST;
  const delay = isFresh ? BACKOFF_FIRST : Math.min(before.delay * 2, BACKOFF_LONGEST);
  return { delay, updated: now };
}

/** When the next try is due. */
export const nextTry = ({ pull, since }: ContainerRun): Instant =>
  pull === undefined ? since : after(pull.updated, pull.delay as typeof BACKOFF_FIRST);
