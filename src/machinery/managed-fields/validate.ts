import { goTypeOf, showGoValue } from '../go-json.ts';
import { type Fields, isFields } from '../json.ts';
import { UNKNOWN_MAP } from './compare.ts';
import { elementOf } from './list-items.ts';
import type { ListSchema, MapSchema, MergeSchema, ScalarSchema } from './merge-schema.ts';
import { fieldElement, showElement } from './path-element.ts';

/** What of a configuration does not fit its schema, as server-side apply tells it: `.spec.foo: field not declared in schema`. */
export function configFaults(schema: MergeSchema, config: unknown): string | undefined {
  const faults = faultsOf(schema, config).map(({ path, text }) => (path === '' ? text : `${path}: ${text}`));
  if (faults.length < 2) return faults[0];
  return ['errors:', ...faults.map((fault) => `  ${fault}`)].join('\n');
}

interface Fault {
  readonly path: string;
  readonly text: string;
}

const fault = (text: string): readonly Fault[] => [{ path: '', text }];

const below = (step: string, faults: readonly Fault[]): readonly Fault[] =>
  faults.map(({ path, text }) => ({ path: step + path, text }));

function faultsOf(schema: MergeSchema, value: unknown): readonly Fault[] {
  if (value === null || value === undefined) return [];
  switch (schema.form) {
    case 'scalar':
      return scalarFaults(schema, value);
    case 'map':
      return isFields(value) ? mapFaults(schema, value) : fault(`expected map, got &{${showGoValue(value)}}`);
    case 'list':
      return Array.isArray(value)
        ? listFaults(schema, value)
        : fault(`expected list, got &{${showGoValue(value)}}`);
    case 'any':
      return isFields(value) && !schema.atomic ? mapFaults(UNKNOWN_MAP, value) : [];
  }
}

const GO_SCALARS: Readonly<Record<ScalarSchema['accepts'], readonly string[]>> = {
  string: ['string'],
  numeric: ['number'],
  boolean: ['boolean'],
  untyped: ['string', 'number', 'boolean'],
};

function scalarFaults({ accepts }: ScalarSchema, value: unknown): readonly Fault[] {
  if (GO_SCALARS[accepts].includes(typeof value)) return [];
  switch (accepts) {
    case 'numeric':
      return fault(`expected numeric (int or float), got ${goTypeOf(value)}`);
    case 'string':
      return fault(`expected string, got &value.valueUnstructured{Value:${showLiteral(value)}}`);
    case 'boolean':
      return fault(`expected boolean, got &{${showGoValue(value)}}`);
    default:
      return fault(`expected any scalar, got &{${showGoValue(value)}}`);
  }
}

/** Go's %#v of a decoded JSON value. */
function showLiteral(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(showLiteral).join(', ')}}`;
  if (!isFields(value)) return String(value);
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${showLiteral(value[key])}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}

function mapFaults(schema: MapSchema, map: Fields): readonly Fault[] {
  const faults: Fault[] = [];
  for (const name of Object.keys(map).toSorted()) {
    const step = showElement(fieldElement(name));
    const type = schema.field(name)?.schema ?? schema.element;
    if (type === undefined) {
      // Upstream's walk ends with the first field it does not know.
      faults.push(...below(step, fault('field not declared in schema')));
      break;
    }
    faults.push(...below(step, faultsOf(type, map[name])));
  }
  return faults;
}

function listFaults(schema: ListSchema, list: readonly unknown[]): readonly Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    let step = `[${index}]`;
    if (schema.relation !== 'atomic') {
      const named = elementOf(schema, item);
      if (!('element' in named)) return [...faults, ...fault(`element ${index}: ${named.fault}`)];
      step = showElement(named.element);
      if (seen.has(named.element)) faults.push(...fault(`duplicate entries for key ${step}`));
      seen.add(named.element);
    }
    faults.push(...below(step, faultsOf(schema.element, item)));
  }
  return faults;
}
