/** Why a field was refused, with the words of apimachinery's field.ErrorType. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly detail: string;
  /** The value as the API server shows it (`"x"`, `5`, a Go dump); absent where the type shows none. */
  readonly shown?: string;
}

const WORDS: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
};

/** The part of an error's text behind the field name: a Status cause's message. */
export function fieldErrorBody(error: FieldError): string {
  const value = error.shown === undefined ? '' : `: ${error.shown}`;
  return `${WORDS[error.type]}${value}${error.detail === '' ? '' : `: ${error.detail}`}`;
}

export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

/** How a plain value stands in a field error: strings quoted, numbers and booleans bare, nil as "null". */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '"null"';
  return JSON.stringify(value);
}

export const required = (field: string, detail = ''): FieldError => ({
  type: 'FieldValueRequired',
  field,
  detail,
});
export const forbidden = (field: string, detail: string): FieldError => ({
  type: 'FieldValueForbidden',
  field,
  detail,
});
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  field,
  detail,
  shown: showValue(value),
});
/** As {@link invalid} where the server shows a struct: `shown` is the text as it stands. */
export const invalidShown = (field: string, shown: string, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  field,
  detail,
  shown,
});
export const duplicate = (field: string, value: unknown): FieldError => ({
  type: 'FieldValueDuplicate',
  field,
  detail: '',
  shown: showValue(value),
});
export const notFoundField = (field: string, value: unknown): FieldError => ({
  type: 'FieldValueNotFound',
  field,
  detail: '',
  shown: showValue(value),
});
export const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'FieldValueNotSupported',
  field,
  detail:
    supported.length === 0
      ? ''
      : `supported values: ${supported.map((word) => JSON.stringify(word)).join(', ')}`,
  shown: showValue(value),
});
/** 1.33's text: the value is not shown. */
export const tooLong = (field: string, bytes: number): FieldError => ({
  type: 'FieldValueTooLong',
  field,
  detail: `may not be more than ${bytes} bytes`,
});
export const tooMany = (field: string, count: number, most: number): FieldError => ({
  type: 'FieldValueTooMany',
  field,
  detail: `must have at most ${most} items`,
  shown: String(count),
});
