import { eventLeases } from '../apiserver/event-lease.ts';
import type { Actor } from '../client/client.ts';
import type { Shelf } from '../containers/kept-scenes.ts';
import { controllers } from '../controllers/index.ts';
import { kubelet } from '../kubelet/kubelet.ts';
import { scheduler } from '../scheduler/scheduler.ts';
import { type FaultWorld, faultKeeper, faultsOf } from './faults.ts';
import type { Settings } from './settings.ts';

/** What actors have beside the API. */
export interface ActorWorld extends FaultWorld {
  readonly shelf?: Shelf | undefined;
}

/** Everyone who acts in a cluster: the order settles who goes first when several are woken at once. */
export function actorsFor(settings: Settings, world?: ActorWorld): readonly Actor[] {
  const faults = world === undefined ? undefined : faultsOf(world.memory);
  return [
    ...controllers(settings),
    scheduler(settings),
    ...kubelet(settings, faults, world?.shelf),
    eventLeases,
    ...(world === undefined ? [] : [faultKeeper(world)]),
  ];
}
