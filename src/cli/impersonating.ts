import type { Transport } from '../client/transport.ts';
import type { Globals } from '../kubectl/program.ts';

/** The transport in the name of --as; groups and UID count only with a name, as in kubectl. */
export function impersonating(
  transport: Transport,
  { as: user, asGroup: groups, asUid: uid }: Globals,
): Transport {
  if (user === '') return transport;
  const impersonate = { user, groups, ...(uid === '' ? {} : { uid }) };
  return {
    send: (request) => transport.send({ ...request, impersonate }),
    watch: (request, patience) => transport.watch({ ...request, impersonate }, patience),
    pause: (length) => transport.pause(length),
    now: () => transport.now(),
  };
}
