import type { IntOrString } from '../../machinery/int-or-string.ts';

/** How Go's %#v shows plain collections in field errors (platform A-3). */
const quoted = (text: string): string => JSON.stringify(text);

export function showStringMap(map: Readonly<Record<string, string>> | undefined): string {
  if (map === undefined) return 'map[string]string(nil)';
  const entries = Object.keys(map)
    .sort()
    .map((key) => `${quoted(key)}:${quoted(map[key] ?? '')}`);
  return `map[string]string{${entries.join(', ')}}`;
}

export function showStrings(list: readonly string[] | undefined, type = 'string'): string {
  return list === undefined || list.length === 0
    ? `[]${type}(nil)`
    : `[]${type}{${list.map(quoted).join(', ')}}`;
}

export function showIntOrString(value: IntOrString | undefined): string {
  if (typeof value === 'string') return `intstr.IntOrString{Type:1, IntVal:0, StrVal:${quoted(value)}}`;
  return `intstr.IntOrString{Type:0, IntVal:${value ?? 0}, StrVal:""}`;
}
