import type { Secret } from '../../../kinds/core/secret/types.ts';
import type { ServiceAccount } from '../../../kinds/core/serviceaccount/types.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber, listQuery } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

export const serviceAccount = defineDescriber<ServiceAccount>({
  related: ({ metadata }) => ({
    secrets: listQuery('/api/v1', metadata.namespace, 'secrets', {}, 'is told'),
  }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const secrets = related.list<Secret>('secrets');
      const known = new Set(secrets.map(({ metadata }) => metadata.name));
      const couldLook = related.error('secrets') === undefined;
      const shown = (name: string): string => (couldLook && !known.has(name) ? `${name} (not found)` : name);
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      const rows: readonly (readonly [string, readonly string[]])[] = [
        ['Image pull secrets:', (object.imagePullSecrets ?? []).map(({ name = '' }) => shown(name))],
        ['Mountable secrets: ', (object.secrets ?? []).map(({ name = '' }) => shown(name))],
        ['Tokens:            ', tokensOf(object, secrets)],
      ];
      for (const [title, names] of rows) {
        if (names.length === 0) page.line(0, `${title}\t<none>`);
        for (const [i, name] of names.entries())
          page.line(0, `${i === 0 ? title : ' '.repeat(title.length)}\t${name}`);
      }
      describeEvents(page, events, now);
    }),
});

function tokensOf({ metadata }: ServiceAccount, secrets: readonly Secret[]): readonly string[] {
  return secrets
    .filter(({ type, metadata: { annotations } }) => {
      const name = annotations?.['kubernetes.io/service-account.name'];
      const uid = annotations?.['kubernetes.io/service-account.uid'];
      return type === TOKEN_TYPE && name === metadata.name && uid === metadata.uid;
    })
    .map((one) => one.metadata.name);
}
