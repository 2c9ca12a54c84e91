import { send } from '../../api.ts';
import type { Context, ExitCode } from '../../command.ts';

/** `get --raw /path?query`: the body as it came. */
export async function getRaw(raw: string, context: Context): Promise<ExitCode> {
  const at = raw.indexOf('?');
  const path = at < 0 ? raw : raw.slice(0, at);
  const query = Object.fromEntries(new URLSearchParams(at < 0 ? '' : raw.slice(at + 1)));
  const { body } = await send(context, 'GET', path, { query });
  context.out.write(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
  return 0;
}
