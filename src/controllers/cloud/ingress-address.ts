import type { Actor, Reader } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { classOf } from '../../kinds/networking/ingress/conditions.ts';
import { Ingress } from '../../kinds/networking/ingress/kind.ts';
import { IngressClass } from '../../kinds/networking/ingressclass/kind.ts';
import { refOf } from '../../machinery/object-meta.ts';
import { createRng } from '../../simulation/rng.ts';
import { cloudCame, hasCloud } from './presence.ts';

const NGINX = 'k8s.io/ingress-nginx';
/** The addresses of Ingress controllers: apart from those of Services. */
const NETWORK = '198.19.0';

/** The controllers of every IngressClass, where a cloud is there to run them: Ingresses get the address of their class's. */
export const ingressAddress: Actor = {
  name: 'nginx-ingress-controller',
  component: 'cloud-controller-manager',
  triggers: [
    itself(Ingress),
    onChange(IngressClass, ({ object }, reader) =>
      reader
        .list(Ingress)
        .filter((one) => classOf(one) === object.metadata.name)
        .map(refOf),
    ),
    cloudCame((reader) => reader.list(Ingress).map(refOf)),
  ],
  reconcile: (ref, { client, event }) => {
    const ingress = client.find(Ingress, ref);
    if (ingress === undefined || !hasCloud(client)) return undefined;
    const controller = controllerOf(ingress, client);
    const ip = controller === undefined ? undefined : addressOf(classOf(ingress) ?? refText(ingress));
    const [given] = ingress.status?.loadBalancer?.ingress ?? [];
    if (ip === given?.ip) return undefined;
    if (controller === NGINX) event(ingress, 'Normal', 'Sync', 'Scheduled for sync');
    const loadBalancer = ip === undefined ? {} : { ingress: [{ ip }] };
    client.updateStatus(Ingress, { ...ingress, status: { loadBalancer } });
    return undefined;
  },
};

/** The controller of the Ingress' class; the cloud's own where it names none; undefined where there is no such class. */
function controllerOf(ingress: Ingress, reader: Reader): string | undefined {
  const name = classOf(ingress);
  if (name === undefined) return 'cloud';
  const found = reader.find(IngressClass, { namespace: '', name });
  return found === undefined ? undefined : (found.spec?.controller ?? '');
}

const refText = ({ metadata }: Ingress): string => `${metadata.namespace}/${metadata.name}`;

/** One controller has one address, whichever Ingresses it serves. */
const addressOf = (owner: string): string => `${NETWORK}.${1 + createRng(0).fork(owner).integer(254)}`;
