import type { Time } from '../../../machinery/instant.ts';
import type { PersistentVolumeClaim } from './types.ts';

const RESIZE_CONDITIONS = [
  'Resizing',
  'FileSystemResizePending',
  'ControllerResizeError',
  'NodeResizeError',
] as const;

interface Stage {
  readonly type: string;
  readonly at: Time;
  readonly message?: string;
}

/** Whether only the file system is left to grow, which the kubelet does where the volume is mounted. */
export function nodeIsToResize({ status }: PersistentVolumeClaim): boolean {
  const stage = status?.allocatedResourceStatuses?.['storage'];
  return stage === 'NodeResizePending' || stage === 'NodeResizeInProgress';
}

/** The claim on its way to another size: one condition says how far it is, in place of the one before. */
export function withResizing(
  claim: PersistentVolumeClaim,
  stage: string,
  { type, at, message }: Stage,
): PersistentVolumeClaim {
  const told = message === undefined ? {} : { message };
  const condition = { type, status: 'True', lastTransitionTime: at, ...told } as const;
  return {
    ...claim,
    status: {
      ...claim.status,
      allocatedResourceStatuses: { ...claim.status?.allocatedResourceStatuses, storage: stage },
      conditions: [...otherConditions(claim), condition],
    },
  };
}

/** The claim with its new size, and nothing left to do. */
export function withoutResizing(claim: PersistentVolumeClaim, storage: string): PersistentVolumeClaim {
  const { conditions: _, allocatedResourceStatuses, ...status } = claim.status ?? {};
  const { storage: __, ...others } = allocatedResourceStatuses ?? {};
  const conditions = otherConditions(claim);
  return {
    ...claim,
    status: {
      ...status,
      ...(Object.keys(others).length === 0 ? {} : { allocatedResourceStatuses: others }),
      ...(conditions.length === 0 ? {} : { conditions }),
      capacity: { ...status.capacity, storage },
    },
  };
}

const otherConditions = ({ status }: PersistentVolumeClaim) =>
  (status?.conditions ?? []).filter(({ type }) => !RESIZE_CONDITIONS.some((known) => known === type));
