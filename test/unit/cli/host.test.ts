import { expect, test } from 'vitest';
import { heldOutput } from '../../../src/cli/host.ts';
import { textOfBytes } from '../../../src/machinery/bytes.ts';

test('what is no text leaves as the bytes that it is', () => {
  const pieces: (string | Uint8Array)[] = [];
  const writeOut = (piece: string | Uint8Array): void => void pieces.push(piece);
  const { out, flush } = heldOutput({ writeOut, writeErr: () => {} });
  out.write('text é');
  flush();
  out.write(textOfBytes(Uint8Array.of(255, 0xc3, 0xa9)));
  flush();
  expect(pieces).toEqual(['text é', Buffer.from([255, 0xc3, 0xa9])]);
});
