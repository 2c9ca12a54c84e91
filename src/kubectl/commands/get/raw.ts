import { send } from '../../api.ts';
import type { Context, ExitCode } from '../../command.ts';

/** `get --raw /path?query`: the body as it came. */
export async function getRaw(raw: string, context: Context): Promise<ExitCode> {
  const { body, code, headers } = await ask(raw, context);
  const elsewhere = headers?.['Location'];
  const answer = code === MOVED && elsewhere !== undefined ? (await ask(elsewhere, context)).body : body;
  context.out.write(typeof answer === 'string' ? answer : `${JSON.stringify(answer)}\n`);
  return 0;
}

const MOVED = 301;

function ask(address: string, context: Context) {
  const at = address.indexOf('?');
  const path = at < 0 ? address : address.slice(0, at);
  const query = Object.fromEntries(new URLSearchParams(at < 0 ? '' : address.slice(at + 1)));
  return send(context, 'GET', path, { query });
}
