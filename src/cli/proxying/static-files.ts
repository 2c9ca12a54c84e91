import { extname, join } from 'node:path';
import type { Files } from '../../kubectl/command.ts';

/** An answer that is no business of the API server. */
export interface PlainAnswer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** As http.Error writes it. */
export const plainFault = (code: number, text: string): PlainAnswer => ({
  code,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  body: `${text}\n`,
});

export const NOT_FOUND = plainFault(404, '404 page not found');

/** As http.Redirect writes it. */
export const redirection = (location: string): PlainAnswer => ({
  code: 301,
  headers: { 'Content-Type': 'text/html; charset=utf-8', Location: location },
  body: `<a href="${escaped(location)}">Moved Permanently</a>.\n\n`,
});

type Folder = Pick<Files, 'stat' | 'list' | 'readBytes'>;

/** A file below the folder as http.FileServer serves it: its content, a folder's index.html, or what is in the folder. */
export function fileAnswer(files: Folder, folder: string, path: string, query: string): PlainAnswer {
  try {
    return found(files, folder, path, query);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return plainFault(403, '403 Forbidden');
    return code === 'ENOTDIR' ? NOT_FOUND : plainFault(500, '500 Internal Server Error');
  }
}

function found(files: Folder, folder: string, path: string, query: string): PlainAnswer {
  const name = decoded(path);
  if (name === undefined) return plainFault(400, 'invalid URL path');
  if (/(^|\/)index\.html$/.test(name)) return elsewhere(`./${query}`);
  const place = join(folder, `/${name}`).replace(/(.)\/+$/, '$1');
  const what = files.stat(place);
  if (what === undefined) return NOT_FOUND;
  const last = name.split('/').findLast((part) => part !== '') ?? '';
  const isCalledFolder = name === '' || name.endsWith('/');
  if (what !== 'folder') return isCalledFolder ? elsewhere(`../${last}${query}`) : content(files, place);
  if (!isCalledFolder) return elsewhere(`${last}/${query}`);
  const index = join(place, 'index.html');
  return files.stat(index) === 'file' ? content(files, index) : listing(files, place);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const elsewhere = (location: string): PlainAnswer => ({
  code: 301,
  headers: { Location: location },
  body: '',
});

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.htm': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.xml': 'text/xml; charset=utf-8',
};

function content(files: Pick<Files, 'readBytes'>, path: string): PlainAnswer {
  const body = files.readBytes(path);
  const isText = !body.subarray(0, 512).some((byte) => byte === 0);
  const type = TYPES[extname(path).toLowerCase()];
  const guessed = isText ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  return { code: 200, headers: { 'Content-Type': type ?? guessed }, body };
}

function listing(files: Pick<Files, 'stat' | 'list'>, folder: string): PlainAnswer {
  const lines = files.list(folder).map((name) => {
    const shown = files.stat(join(folder, name)) === 'folder' ? `${name}/` : name;
    const link = shown.split('/').map(encodeURIComponent).join('/');
    return `<a href="${link}">${escaped(shown)}</a>\n`;
  });
  return {
    code: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${lines.join('')}</pre>\n`,
  };
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;');
