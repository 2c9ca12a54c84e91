import { classOf } from '../../kinds/networking/ingress/conditions.ts';
import type { IngressJourney } from '../../network/ingress-journey.ts';
import type { Row } from './journey-text.ts';

/** The way through an Ingress in words. */
export function ingressRows({
  match,
  ingressClass,
  service,
  port,
  ready,
  backend,
}: IngressJourney): readonly Row[] {
  if (match === undefined) return [];
  const { ingress, rule, path, secret } = match;
  const { namespace, name } = ingress.metadata;
  const own = classOf(ingress);
  const asked =
    path === undefined
      ? 'default backend'
      : `host ${rule?.host || '*'}, path ${path.path ?? '/'} (${path.pathType})`;
  const rows: Row[] = [
    ['ingress', `${namespace}/${name}${own === undefined ? '' : `, class ${own}`}: ${asked}`],
  ];
  if (ingressClass?.isThere === false)
    rows.push([
      'class',
      `there is no IngressClass ${ingressClass.name}: on a real cluster nobody serves this Ingress`,
    ]);
  if (secret !== undefined) rows.push(['tls', `with the certificate of secret ${namespace}/${secret}`]);
  if (service === undefined || port === undefined) return rows;
  const count = ready?.length ?? 0;
  rows.push([
    'service',
    `${service.metadata.namespace}/${service.metadata.name}, port ${port.port}: the controller takes 1 of ${count} ready endpoint${count === 1 ? '' : 's'} itself`,
  ]);
  if (backend !== undefined)
    rows.push([
      'endpoint',
      `${backend.address}:${backend.port}${backend.nodeName === undefined ? '' : ` on ${backend.nodeName}`}`,
    ]);
  return rows;
}
