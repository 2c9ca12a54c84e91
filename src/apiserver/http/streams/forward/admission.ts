import type { ApiRequest } from '../../../../client/transport.ts';
import { type Status, StatusError } from '../../../../machinery/status.ts';
import { UPGRADE_REQUIRED } from '../../../subresources/index.ts';
import type { Backstage } from '../../backstage.ts';

/** Why nobody may have connections forwarded; undefined where only the stream is missing that he is about to open. */
export async function forwardRefusal(
  { handle }: Pick<Backstage, 'handle'>,
  request: ApiRequest,
): Promise<StatusError | undefined> {
  const { body } = await handle(request);
  const status = body as Status;
  return status.message === UPGRADE_REQUIRED ? undefined : new StatusError(status);
}
