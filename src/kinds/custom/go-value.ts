import { showValue } from '../../machinery/field-path.ts';
import { isFields } from '../../machinery/json.ts';

/** How errors show a value that has no Go type: texts and numbers as ever, the rest as Go's %#v writes it. */
export function showUntyped(value: unknown): string {
  return isFields(value) || Array.isArray(value) ? dump(value) : showValue(value);
}

function dump(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(dump).join(', ')}}`;
  if (!isFields(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${dump(value[key])}`);
  return `map[string]interface {}{${fields.join(', ')}}`;
}
