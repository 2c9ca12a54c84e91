import { UsageError } from '../../kubectl/command.ts';

/** What is asked for: `http://web`, `web:8080/healthz`, `https://shop.example.com`. */
export interface Url {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const PORTS = { http: 80, https: 443 } as const;

/** As curl reads it: without a scheme it is http, without a port the scheme's. */
export function urlFrom(word: string): Url {
  const [, scheme = 'http', host = '', port, path = '/'] =
    /^(?:([a-z]+):\/\/)?([^/:?#]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/i.exec(word) ?? [];
  if (host === '' || (scheme !== 'http' && scheme !== 'https'))
    throw new UsageError(`${JSON.stringify(word)} is no URL: write http://HOST[:PORT][/PATH]`);
  const number = port === undefined ? PORTS[scheme] : Number(port);
  if (number < 1 || number > 65_535) throw new UsageError(`there is no port ${port}`);
  return { scheme, host: host.toLowerCase(), port: number, path: path.replace(/\?.*$/, '') || '/' };
}
