import { type FieldError, forbidden, invalid, required, unsupported } from '../../../machinery/field-path.ts';
import type { Exempt, Limited, PriorityLevelConfiguration, Queuing } from './types.ts';

const EXEMPT = 'exempt';
const TYPES = ['Exempt', 'Limited'];
const RESPONSES = ['Queue', 'Reject'];
const QUEUES_MOST = 10_000_000;
/** A hand is dealt from the bits of one hash. */
const HASH_BITS = 60;

/** ValidatePriorityLevelConfigurationSpec. */
export function validate({ metadata, spec = {} }: PriorityLevelConfiguration): readonly FieldError[] {
  const { type = '', limited, exempt } = spec;
  const faults =
    (metadata.name === EXEMPT) === (type === 'Exempt')
      ? []
      : [invalid('spec.type', type, "type must be 'Exempt' if and only if name is 'exempt'")];
  if (type === 'Exempt')
    return [
      ...faults,
      ...(limited === undefined ? [] : [forbidden('spec.limited', 'must be nil if the type is not Limited')]),
      ...(exempt === undefined ? [] : validateShares(exempt, 'spec.exempt')),
    ];
  if (type !== 'Limited') return [...faults, unsupported('spec.type', type, TYPES)];
  return [
    ...faults,
    ...(exempt === undefined ? [] : [forbidden('spec.exempt', 'must be nil if the type is Limited')]),
    ...(limited === undefined
      ? [required('spec.limited', 'must not be empty when type is Limited')]
      : validateLimited(limited, 'spec.limited')),
  ];
}

function validateShares(shares: Exempt, field: string): readonly FieldError[] {
  return [...validateNominal(shares, field), ...validateLendable(shares, field)];
}

function validateNominal(
  { nominalConcurrencyShares: nominal = 0 }: Exempt,
  field: string,
): readonly FieldError[] {
  if (nominal >= 0) return [];
  return [invalid(`${field}.nominalConcurrencyShares`, nominal, 'must be a non-negative integer')];
}

function validateLendable({ lendablePercent: percent = 0 }: Exempt, field: string): readonly FieldError[] {
  if (percent >= 0 && percent <= 100) return [];
  return [invalid(`${field}.lendablePercent`, percent, 'must be between 0 and 100, inclusive')];
}

function validateLimited(limited: Limited, field: string): readonly FieldError[] {
  const { borrowingLimitPercent: borrowed = 0, limitResponse: response = {} } = limited;
  return [
    ...validateNominal(limited, field),
    ...validateResponse(response, `${field}.limitResponse`),
    ...validateLendable(limited, field),
    ...(borrowed < 0
      ? [invalid(`${field}.borrowingLimitPercent`, borrowed, 'if specified, must be a non-negative integer')]
      : []),
  ];
}

function validateResponse(
  { type = '', queuing }: NonNullable<Limited['limitResponse']>,
  field: string,
): readonly FieldError[] {
  const at = `${field}.queuing`;
  if (type === 'Reject')
    return queuing === undefined
      ? []
      : [forbidden(at, 'must be nil if limited.limitResponse.type is not Limited')];
  if (type !== 'Queue') return [unsupported(`${field}.type`, type, RESPONSES)];
  if (queuing === undefined)
    return [required(at, 'must not be empty if limited.limitResponse.type is Limited')];
  return validateQueuing(queuing, at);
}

function validateQueuing(
  { queues = 0, handSize = 0, queueLengthLimit = 0 }: Queuing,
  field: string,
): readonly FieldError[] {
  const hand = (): string | undefined => {
    if (handSize <= 0) return 'must be positive';
    if (handSize > queues) return `should not be greater than queues (${queues})`;
    if (entropyBits(queues, handSize) <= HASH_BITS) return undefined;
    return `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS}`;
  };
  const fault = hand();
  return [
    ...(queueLengthLimit <= 0
      ? [invalid(`${field}.queueLengthLimit`, queueLengthLimit, 'must be positive')]
      : []),
    ...(queues <= 0 ? [invalid(`${field}.queues`, queues, 'must be positive')] : []),
    ...(queues > QUEUES_MOST
      ? [invalid(`${field}.queues`, queues, `must not be greater than ${QUEUES_MOST}`)]
      : []),
    ...(fault === undefined ? [] : [invalid(`${field}.handSize`, handSize, fault)]),
  ];
}

/** RequiredEntropyBits: of a hand dealt from a deck. */
const entropyBits = (deck: number, hand: number): number => Math.ceil(Math.log2(deck) * hand);
