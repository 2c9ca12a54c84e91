// What a command of ours and a server say to each other beside the Kubernetes API.

/** Sent with every request of a command: those that write are one moment, which ends when the command says so. */
export const COMMAND = 'sim-command';

/** Sent with a watch: how the watcher stands to time. It is answered in parts, each asked for on the same connection. */
export const PATIENCE = 'sim-patience';

/** Sent with all requests for parts but the first: a server that has lost the watch must not begin it anew. */
export const MORE = 'sim-more';

/** Sent with a request: `lean` where of the objects behind a table's rows only namespace and labels are wanted. */
export const ROWS = 'sim-rows';

/** Of an answer: the cluster's clock in milliseconds since 1970; the Date header knows only seconds. */
export const CLOCK = 'sim-clock';

/** Of an answer: the pace of the cluster's time. */
export const PACE = 'sim-pace';

/** POST: what the command did is saved, and everybody reacts to it. */
export const CHECKPOINT_PATH = '/sim/checkpoint';

/** POST `?milliseconds=`: answered when so much of the cluster's time has passed. */
export const PAUSE_PATH = '/sim/pause';
