import { compareText, type Fields, isFields } from '../../../machinery/json.ts';
import { CommandError } from '../../command.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';

/** What expose must find out of a kind it can expose. */
export interface ExposeFace {
  /** The labels its pods bear; throws why there are none. */
  readonly selector: (object: AnyObject) => Strings;
  /** The ports it listens on, with their protocols, each number once. */
  readonly ports: (object: AnyObject) => ReadonlyMap<string, readonly string[]>;
}
type Strings = Readonly<Record<string, string>>;

/** By kind and group, as kubectl names them in `cannot expose a ConfigMap`. */
export const exposable: Readonly<Record<string, ExposeFace>> = {
  Pod: {
    selector: (pod) => {
      const labels = strings(pod.metadata.labels);
      if (isEmpty(labels)) throw unselectable('the pod has no labels and cannot be exposed');
      return labels;
    },
    ports: (pod) => containerPorts(valueAt(pod, 'spec')),
  },
  Service: {
    selector: (service) => {
      const selector = valueAt(service, 'spec', 'selector');
      if (!isFields(selector)) throw unselectable('the service has no pod selector set');
      return strings(selector);
    },
    ports: (service) => portMap(listAt(service, 'spec', 'ports'), 'port'),
  },
  ReplicationController: {
    selector: (controller) => strings(valueAt(controller, 'spec', 'selector')),
    ports: templatePorts,
  },
  'Deployment.apps': { selector: (object) => matchLabels(object, 'deployment'), ports: templatePorts },
  'ReplicaSet.apps': { selector: (object) => matchLabels(object, 'replicaset'), ports: templatePorts },
};

function matchLabels(object: AnyObject, noun: string): Strings {
  const labels = strings(valueAt(object, 'spec', 'selector', 'matchLabels'));
  if (isEmpty(labels)) throw unselectable(`invalid ${noun}: no selectors, therefore cannot be exposed`);
  const expressions = listAt(object, 'spec', 'selector', 'matchExpressions');
  if (expressions.length > 0) {
    const told = expressions.map(
      ({ key, operator, values }) => `{Key:${key} Operator:${operator} Values:[${list(values)}]}`,
    );
    throw unselectable(`couldn't convert expressions - "[${told.join(' ')}]" to map-based selector format`);
  }
  return labels;
}

const list = (values: unknown): string => (Array.isArray(values) ? values.join(' ') : '');

const unselectable = (why: string): CommandError =>
  new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);

function templatePorts(object: AnyObject): ReadonlyMap<string, readonly string[]> {
  return containerPorts(valueAt(object, 'spec', 'template', 'spec'));
}

function containerPorts(spec: unknown): ReadonlyMap<string, readonly string[]> {
  return portMap(
    listAt(spec, 'containers').flatMap((container) => listAt(container, 'ports')),
    'containerPort',
  );
}

function portMap(ports: readonly Fields[], field: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const port of ports) {
    const number = String(port[field]);
    found.set(number, [...(found.get(number) ?? []), String(port['protocol'] ?? 'TCP')]);
  }
  return found;
}

function listAt(object: unknown, ...path: readonly string[]): readonly Fields[] {
  const found = valueAt(object, ...path);
  return Array.isArray(found) ? found.filter(isFields) : [];
}

function strings(value: unknown): Strings {
  if (!isFields(value)) return {};
  const pairs = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(pairs.map(([key, one]) => [key, String(one)]));
}

const isEmpty = (map: Strings): boolean => Object.keys(map).length === 0;
