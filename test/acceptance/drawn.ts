type Fields = Record<string, unknown>;

const META = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields'];
const RANDOM = /-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
const ADDRESS = /^10\.\d+\.\d+\.\d+$/;

/** An object with symbols for what each server draws or counts for itself. */
export function withoutDrawn(value: unknown): unknown {
  return symbols(value, '');
}

function symbols(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => symbols(item, key));
  if (typeof value === 'object' && value !== null) {
    const fields: Fields = {};
    for (const [name, inner] of Object.entries(value)) {
      if (key === 'metadata' && META.includes(name)) continue;
      fields[name] = symbols(inner, name);
    }
    return fields;
  }
  if (typeof value === 'string') return textSymbol(value, key);
  if (key === 'nodePort' || key === 'healthCheckNodePort') return '<NODE PORT>';
  return value;
}

function textSymbol(value: string, key: string): string {
  if (key === 'clusterIP' || key === 'clusterIPs') return ADDRESS.test(value) ? '<IP>' : value;
  if (key === 'name' && value.startsWith('kube-api-access-')) return value.replace(RANDOM, '-<RANDOM>');
  if (/controller-uid$/.test(key)) return '<UID>';
  return value;
}
