import { classOf } from '../../kinds/networking/ingress/conditions.ts';
import { Ingress } from '../../kinds/networking/ingress/kind.ts';
import { IngressClass } from '../../kinds/networking/ingressclass/kind.ts';
import { instantOf } from '../../machinery/instant.ts';
import { compareText } from '../../machinery/json.ts';
import type { Admission, Backend } from '../backend.ts';
import { prefixOf } from '../registry.ts';

const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

/** An Ingress that names no class gets the default one: of several, the newest. */
export const defaultIngressClass: Admission = {
  name: 'DefaultIngressClass',
  concerns: (kind) => kind.plural === Ingress.plural && kind.group === Ingress.group,
  handles: ['create'],
  admit: ({ object }, backend) => {
    const ingress = object as Ingress;
    if (classOf(ingress) !== undefined) return object;
    const name = defaultClass(backend);
    if (name === undefined) return object;
    return { ...ingress, spec: { ...ingress.spec, ingressClassName: name } } as Ingress;
  },
};

function defaultClass(backend: Backend): string | undefined {
  const classes = backend.store.list(prefixOf(IngressClass)).map(({ value }) => value.metadata);
  const time = (metadata: (typeof classes)[number]): number => instantOf(metadata.creationTimestamp);
  return classes
    .filter(({ annotations }) => annotations?.[IS_DEFAULT] === 'true')
    .toSorted((a, b) => time(b) - time(a) || compareText(a.name, b.name))[0]?.name;
}
