import type { Context, Reader } from '../../client/client.ts';
import { CSIDriver } from '../../kinds/storage/csidriver/kind.ts';
import { after, type Duration, type Instant, milliseconds } from '../../machinery/instant.ts';

/** A driver is at work in the cluster when its CSIDriver object is there. */
export const isInstalled = (name: string, reader: Reader): boolean =>
  reader.find(CSIDriver, { namespace: '', name }) !== undefined;

/** How long a driver takes to make, delete, attach, detach or grow a volume. */
const SHORTEST = 1000;
const LONGEST = 3000;

/** When the driver is done with what it began. */
export function doneAt(began: Instant, label: string, { rng }: Context): Instant {
  return after(began, workTime(label, rng));
}

const workTime = (label: string, rng: Context['rng']): Duration =>
  milliseconds(SHORTEST + rng.fork(label).integer(LONGEST - SHORTEST + 1));

/** As the sidecar calls itself in events: driver, pod, and a number of its own. */
export function sourceOf(driver: string, { rng }: Context): string {
  const own = rng.fork(`identity ${driver}`).hex(32);
  const uuid = [
    own.slice(0, 8),
    own.slice(8, 12),
    `4${own.slice(13, 16)}`,
    `a${own.slice(17, 20)}`,
    own.slice(20),
  ];
  return `${driver}_csi-controller-0_${uuid.join('-')}`;
}
