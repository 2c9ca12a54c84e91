import { type FieldError, invalid, required } from '../../machinery/field-path.ts';
import { dns1123Subdomain } from '../../machinery/names.ts';
import type { Webhook, WebhookService } from './types.ts';

const FORM = '; desired format: https://host[/path]';

/** Where a webhook is reached: ValidateWebhookURL, ValidateWebhookService. */
export function validateClientConfig(
  { url, service }: NonNullable<Webhook['clientConfig']>,
  field: string,
): readonly FieldError[] {
  if ((url === undefined) === (service === undefined))
    return [required(field, 'exactly one of url or service is required')];
  return url === undefined
    ? validateWebhookService(service ?? {}, `${field}.service`)
    : validateUrl(url, `${field}.url`);
}

function validateUrl(text: string, field: string): readonly FieldError[] {
  const [, scheme = '', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*)$/s.exec(text) ?? [];
  const [, authority = ''] = /^\/\/([^/?#]*)/.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const [, fragment = ''] = /#(.*)$/s.exec(rest) ?? [];
  const [, query = ''] = /\?([^#]*)/.exec(rest) ?? [];
  return [
    ...(scheme.toLowerCase() === 'https'
      ? []
      : [invalid(field, scheme.toLowerCase(), `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalid(field, host, `host must be specified${FORM}`)] : []),
    ...(at === -1
      ? []
      : [invalid(field, authority.slice(0, at), 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalid(field, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalid(field, query, 'query parameters are not permitted in the URL')]),
  ];
}

export function validateWebhookService(service: WebhookService, field: string): readonly FieldError[] {
  const { name, namespace, path, port = 443 } = service;
  return [
    ...(name ? [] : [required(`${field}.name`, 'service name is required')]),
    ...(namespace ? [] : [required(`${field}.namespace`, 'service namespace is required')]),
    ...(port < 1 || port > 65535
      ? [invalid(`${field}.port`, port, 'port is not valid: must be between 1 and 65535, inclusive')]
      : []),
    ...(path === undefined || path === '' || path === '/' ? [] : validatePath(path, `${field}.path`)),
  ];
}

function validatePath(path: string, field: string): readonly FieldError[] {
  if (path === '//') return [invalid(field, path, 'segment[0] may not be empty')];
  const segments = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [invalid(field, path, "must start with a '/'")]),
    ...segments.flatMap((segment, i) =>
      segment === ''
        ? [invalid(field, path, `segment[${i}] may not be empty`)]
        : dns1123Subdomain(segment).map((text) => invalid(field, path, `segment[${i}]: ${text}`)),
    ),
  ];
}
