import type { ApiRequest } from '../../../client/transport.ts';
import { bytesOf, CharacterReader } from '../../../machinery/bytes.ts';
import type { News } from '../../subresources/converse.ts';
import type { Backstage } from '../backstage.ts';
import type { Listener, StreamStatus, Wire } from './wire.ts';

const SUCCESS: StreamStatus = { metadata: {}, status: 'Success' };

/** Speaks with a program in a container for a client (exec, attach). Throws StatusError where there is nobody to speak to. */
export function remoteCommand(backstage: Backstage, request: ApiRequest, wire: Wire): Listener {
  const reader = new CharacterReader();
  const speaker = backstage.converse(request, ({ spoken, code }) => {
    for (const { to, text } of joined(spoken)) wire[to](bytesOf(text));
    // Who was attached is not told how it ended.
    if (code !== undefined) wire.end(code === 0 || isAttach(request) ? SUCCESS : failed(code));
  });
  return {
    hear: (bytes) => speaker.say(reader.read(bytes)),
    close: () => {
      speaker.say(reader.rest());
      speaker.close();
    },
    leave: speaker.leave,
  };
}

/** What goes the same way is sent together. */
function joined(spoken: News['spoken']): News['spoken'] {
  const pieces: { readonly to: 'output' | 'errors'; text: string }[] = [];
  for (const { to, text } of spoken) {
    const last = pieces.at(-1);
    if (last?.to === to) last.text += text;
    else pieces.push({ to, text });
  }
  return pieces;
}

const isAttach = ({ path }: ApiRequest): boolean => path.endsWith('/attach');

function failed(code: number): StreamStatus {
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

/** What could not be begun is told by a stream that was opened for it. */
export const internalError = (message: string): StreamStatus => ({
  metadata: {},
  status: 'Failure',
  message,
  reason: 'InternalError',
  details: { causes: [{ reason: '', message }] },
  code: 500,
});
