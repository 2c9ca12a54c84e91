import type { ApiResponse, Method } from '../../src/client/transport.ts';
import type { WholeCluster } from './whole-cluster.ts';

export interface Sent {
  readonly dryRun?: true;
  readonly contentType?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Sends one request; what comes back is the object, or the message of a refusal. */
export function sender({ cluster }: WholeCluster) {
  return (
    method: Method,
    path: string,
    body?: unknown,
    { dryRun, contentType, query }: Sent = {},
  ): unknown => {
    const answer: ApiResponse = cluster.api.handle({
      method,
      path,
      query: { fieldValidation: 'Strict', ...(dryRun === undefined ? {} : { dryRun: 'All' }), ...query },
      accept: 'json',
      body,
      ...(contentType === undefined ? {} : { contentType }),
    });
    cluster.settle();
    return answer.code < 400 ? answer.body : (answer.body as { readonly message: string }).message;
  };
}
