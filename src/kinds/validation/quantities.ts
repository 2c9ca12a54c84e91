import { type FieldError, invalid } from '../../machinery/field-path.ts';
import {
  canonicalQuantity,
  isZeroQuantity,
  milliValue,
  parseQuantity,
  quantitySign,
} from '../../machinery/quantity.ts';
import { dumpQuantity } from '../schema/go-dump.ts';

/** Resources that are counted, not measured. */
const WHOLE = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

const isExtended = (name: string): boolean =>
  name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');

/** ValidateResourceQuantityValue: not negative, and whole where the resource is counted. */
export function validateQuantity(name: string, text: string, field: string): readonly FieldError[] {
  const quantity = parseQuantity(text);
  const negative = quantitySign(quantity) < 0;
  const broken = (WHOLE.has(name) || isExtended(name)) && milliValue(quantity) % 1000 !== 0;
  return [
    ...(negative ? [invalid(field, canonicalQuantity(text), 'must be greater than or equal to 0')] : []),
    ...(broken ? [{ ...invalid(field, text, 'must be an integer'), shown: dumpQuantity(text) }] : []),
  ];
}

/** ValidatePositiveQuantityValue. */
export function positiveQuantity(text: string, field: string): readonly FieldError[] {
  const quantity = parseQuantity(text);
  if (quantitySign(quantity) > 0 && !isZeroQuantity(quantity)) return [];
  return [invalid(field, canonicalQuantity(text), 'must be greater than zero')];
}
