import type { Admission } from '../backend.ts';
import { defaultTolerations } from './default-tolerations.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { serviceAddresses } from './service-addresses.ts';
import { defaultStorageClass, storageProtection } from './storage.ts';

/** The steps of admission in upstream's recommended order. */
export const admissionSteps: readonly Admission[] = [
  namespaceLifecycle,
  serviceAccount,
  priority,
  defaultTolerations,
  defaultStorageClass,
  storageProtection,
  serviceAddresses,
];
