import { type Fields, isFields } from '../../machinery/json.ts';
import { filled, withItems, withoutField, withPart } from './parts.ts';

/** networking.k8s.io/v1beta1 and extensions/v1beta1: a backend was two fields, and a path had a type of its own accord. */
export function renewedIngress(object: Fields): Fields {
  return withPart(object, 'spec', (spec) => {
    const { backend } = spec;
    const ruled = withItems(withoutField(spec, 'backend'), 'rules', renewedRule);
    return isFields(backend) ? { ...ruled, defaultBackend: renewedBackend(backend) } : ruled;
  });
}

function renewedRule(rule: Fields): Fields {
  if (!isFields(rule['http'])) return rule;
  return withPart(rule, 'http', (http) => withItems(http, 'paths', renewedPath));
}

const renewedPath = (path: Fields): Fields =>
  filled(withPart(path, 'backend', renewedBackend), { pathType: 'ImplementationSpecific' });

function renewedBackend(backend: Fields): Fields {
  const { serviceName: name = '', servicePort: port = 0, ...rest } = backend;
  if (name === '' && port === 0) return rest;
  return { ...rest, service: { name, port: typeof port === 'string' ? { name: port } : { number: port } } };
}
