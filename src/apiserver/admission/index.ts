import { privilegeEscalation } from '../authorization/escalation.ts';
import type { Admission } from '../backend.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultTolerations } from './default-tolerations.ts';
import { limitBounds, limitDefaults } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeTaint } from './node-taint.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account.ts';
import { serviceAddresses } from './service-addresses.ts';
import { claimResize, defaultStorageClass, storageProtection } from './storage.ts';

/** The steps of admission in upstream's recommended order. */
export const admissionSteps: readonly Admission[] = [
  namespaceLifecycle,
  limitDefaults,
  serviceAccount,
  nodeTaint,
  priority,
  defaultTolerations,
  defaultStorageClass,
  storageProtection,
  claimResize,
  runtimeClass,
  defaultIngressClass,
  serviceAddresses,
  privilegeEscalation,
  limitBounds,
  podSecurity,
  resourceQuota,
];
