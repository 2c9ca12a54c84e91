import type { ApiRequest, ApiResponse } from '../../client/transport.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { Table } from '../table.ts';

/** The answer with only name, namespace and labels behind a table's rows: all of the metadata is twenty times the cells. */
export function withLeanRows(request: ApiRequest, response: ApiResponse): ApiResponse {
  const { body } = response;
  if (request.accept !== 'table' || request.query['includeObject'] !== undefined || !isTable(body))
    return response;
  return { ...response, body: { ...body, rows: body.rows.map(leanRow) } };
}

const isTable = (body: unknown): body is Table => (body as Partial<Table> | undefined)?.kind === 'Table';

function leanRow({ cells, object }: Table['rows'][number]): Table['rows'][number] {
  const { name, namespace, labels } = (object as KubeObject).metadata;
  return { cells, object: { metadata: { name, namespace, labels } } };
}
