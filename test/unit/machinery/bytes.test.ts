import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, CharacterReader, textOfBytes } from '../../../src/machinery/bytes.ts';

test('bytes go through text and come out as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...bytesOf(textOfBytes(bytes))]).toEqual([...bytes]);
    }),
  );
});

test('so they do through JSON, and side by side with other texts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.string({ unit: 'grapheme' }), (bytes, text) => {
      const both = JSON.parse(JSON.stringify(text + textOfBytes(bytes) + text)) as string;
      const own = [...Buffer.from(text)];
      expect([...bytesOf(both)]).toEqual([...own, ...bytes, ...own]);
    }),
  );
});

test('text is read as the text it is, however it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, cut) => {
      const bytes = Buffer.from(text);
      const reader = new CharacterReader();
      const read = reader.read(bytes.subarray(0, cut)) + reader.read(bytes.subarray(cut)) + reader.rest();
      expect(read).toBe(text);
    }),
  );
});
