import type { Actor } from '../client/client.ts';
import { daemonset } from './daemonset/controller.ts';
import { deployment } from './deployment/controller.ts';
import { replicaset } from './replicaset/controller.ts';
import { statefulset } from './statefulset/controller.ts';

/**
 * The controller manager's controllers. Of two that one change wakes at the same instant the earlier one goes first: an
 * owner before what works for it, as a real owner is done before the pods it asked for are there.
 */
export const controllers: readonly Actor[] = [deployment, replicaset, statefulset, daemonset];
