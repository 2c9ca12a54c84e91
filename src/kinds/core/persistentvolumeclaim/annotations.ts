/** The controller, not the user, chose which volume and which claim belong together (V-5). */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On claims: all four writes of a binding are done (V-5). */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** On volumes: who made it (V-22). */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** On claims: who is to make the volume, under its old and its new name (V-22). */
export const PROVISIONERS = [
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/storage-provisioner',
] as const;
/** On claims: the node whose pod waits for the volume (V-23). */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
