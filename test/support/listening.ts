import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createListener } from '../../src/apiserver/http/listener.ts';
import { loadProtobufFields } from '../../src/apiserver/http/protobuf/fields.ts';
import type { WholeCluster } from './whole-cluster.ts';

const FIELDS = join(import.meta.dirname, '../../src/apiserver/http/protobuf/fields.json');

export interface Listening {
  readonly address: string;
  close(): Promise<void>;
}

/** A cluster that listens on a free port of loopback; it settles after each request. */
export async function listening({ cluster }: WholeCluster): Promise<Listening> {
  loadProtobufFields(() => readFileSync(FIELDS, 'utf8'));
  const server = createListener(
    {
      handle: async (request) => {
        const response = cluster.api.handle(request);
        cluster.settle();
        return response;
      },
      watch: cluster.api.watch,
      converse: (request, onNews) => {
        const speaker = cluster.api.converse(request, true, (news) => {
          onNews(news);
          if (news.code !== undefined) setImmediate(() => speaker.leave());
        });
        return speaker;
      },
      bookmark: cluster.api.bookmark,
      now: () => cluster.clock.now(),
    },
    { hosts: ['127.0.0.1'] },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
