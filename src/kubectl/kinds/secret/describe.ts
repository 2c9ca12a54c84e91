import type { Secret } from '../../../kinds/core/secret/types.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { decodedLength } from '../configmap/describe.ts';
import { defineDescriber } from '../describer.ts';
import { describePage, sortedKeys } from '../page.ts';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

export const secret = defineDescriber<Secret>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.write(0, `\nType:\t${object.type}\n`);
      page.write(0, '\nData\n====\n');
      for (const key of sortedKeys(object.data)) {
        const value = object.data?.[key] ?? '';
        // Only a service account's token is shown.
        const shown =
          key === 'token' && object.type === TOKEN_TYPE ? decoded(value) : `${decodedLength(value)} bytes`;
        page.line(0, `${key}:\t${shown}`);
      }
    }),
});

const decoded = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
