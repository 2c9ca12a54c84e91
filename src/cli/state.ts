import { openSession, type Session } from '../cluster/session.ts';
import type { ActorsOf } from '../cluster/session-parts.ts';
import { defaultSettings, type Settings } from '../cluster/settings.ts';
import { CommandError } from '../kubectl/command.ts';
import { instant } from '../machinery/instant.ts';
import type { Pace } from '../simulation/pace.ts';
import { actualPath } from '../store/disk/actual-path.ts';
import { type Foreground, foregroundOf } from '../store/disk/foreground.ts';
import { shelfOf } from '../store/disk/shelf.ts';
import { openState as openFile, removeState } from '../store/disk/state-file.ts';
import { buildName } from './build-name.ts';
import type { Host } from './host.ts';
import type { Onlooker } from './ours.ts';
import { actorsWithout } from './serving/actors.ts';

/** Opens the state for one command; a new cluster is made when there is none. */
export function openState(
  host: Host,
  path: string,
  actors: ActorsOf,
  onCheckpoint: () => void,
  onlooker: Onlooker = {},
): Session {
  const file = openFile(path);
  return openSession({
    ...onlooker,
    actors: actorsWithout(actors, onlooker.without ?? []),
    file,
    foreground: foregroundOf(file.path),
    shelf: buildName === undefined ? undefined : shelfOf(file.path, buildName),
    wall: host.wall,
    fresh: () => ({
      ...defaultSettings(host.seed(), instant(host.wall())),
      pace: paceOf(host) ?? 'realtime',
    }),
    pace: onlooker.pace ?? paceOf(host),
    onCheckpoint,
  });
}

/** Who runs the controllers of a state for all. */
export const foregroundAt = (path: string): Foreground => foregroundOf(actualPath(path));

/** SIM_PACE: the pace of this command, whatever the state says. */
export function paceOf({ environment }: Host): Pace | undefined {
  const name = environment['SIM_PACE'];
  if (name === undefined || name === '') return undefined;
  if (name === 'realtime' || name === 'manual' || name === 'instant') return name;
  throw new CommandError(`SIM_PACE is ${JSON.stringify(name)}: the paces are realtime, manual, instant`);
}

/** Makes a cluster as the settings say; one that is there already is left alone. */
export function createState(host: Host, path: string, settings: Settings, actors: ActorsOf): void {
  const file = openFile(path);
  if (file.load() !== undefined)
    throw new CommandError(`there is a cluster in ${path} already: remove it with sim cluster delete`);
  const session = openSession({
    file,
    actors,
    wall: host.wall,
    fresh: () => settings,
    onCheckpoint: () => {},
  });
  session.close();
}

export function deleteState(path: string): void {
  if (!removeState(path)) throw new CommandError(`there is no cluster in ${path}`);
}
