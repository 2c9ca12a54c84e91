import { Ingress } from '../../kinds/networking/ingress/kind.ts';
import type { View } from '../../network/view.ts';

/** Whether an Ingress controller listens at the address: Ingresses say so in their status. */
export const ingressAddressed = (address: string, { reader }: View): boolean =>
  reader
    .list(Ingress)
    .some(({ status }) =>
      status?.loadBalancer?.ingress?.some(({ ip, hostname }) => ip === address || hostname === address),
    );
