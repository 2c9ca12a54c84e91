import type { Backstage } from '../apiserver/http/backstage.ts';
import type { ApiRequest, Impersonation, Transport } from '../client/transport.ts';
import type { Globals } from '../kubectl/program.ts';

/** In whose name --as asks; groups and UID count only with a name, as in kubectl. */
export function impersonationOf({
  as: user,
  asGroup: groups,
  asUid: uid,
}: Globals): Impersonation | undefined {
  return user === '' ? undefined : { user, groups, ...(uid === '' ? {} : { uid }) };
}

/** The transport in the name of --as. */
export function impersonating(transport: Transport, globals: Globals): Transport {
  const impersonate = impersonationOf(globals);
  if (impersonate === undefined) return transport;
  return {
    send: (request) => transport.send({ ...request, impersonate }),
    watch: (request, patience) => transport.watch({ ...request, impersonate }, patience),
    pause: (length) => transport.pause(length),
    now: () => transport.now(),
  };
}

/** What stands behind a proxy, in the name of --as; who asks in another name already is left to it. */
export function backstageInNameOf(backstage: Backstage, impersonate: Impersonation | undefined): Backstage {
  if (impersonate === undefined) return backstage;
  const named = (request: ApiRequest): ApiRequest => ({ impersonate, ...request });
  return {
    ...backstage,
    handle: (request) => backstage.handle(named(request)),
    watch: (request, onEvent) => backstage.watch(named(request), onEvent),
    converse: (request, onNews) => backstage.converse(named(request), onNews),
  };
}
