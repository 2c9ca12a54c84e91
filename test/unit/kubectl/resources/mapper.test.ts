import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../../src/client/transport.ts';
import { groupResource, mapperOf } from '../../../../src/kubectl/resources/mapper.ts';
import { instantOf } from '../../../../src/machinery/instant.ts';

interface Resource {
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly shortNames?: readonly string[];
}

const EVENT: Resource = { name: 'events', singularName: 'event', kind: 'Event', shortNames: ['ev'] };
const POD: Resource = { name: 'pods', singularName: 'pod', kind: 'Pod', shortNames: ['po'] };
/** A resource that bears the short name of another one as its own. */
const PO: Resource = { name: 'po', singularName: 'po', kind: 'Po' };

const SERVED: Readonly<Record<string, readonly Resource[]>> = {
  '/api/v1': [POD, EVENT],
  '/apis/events.k8s.io/v1': [EVENT],
  '/apis/rivers.example.com/v1': [PO],
};

function answerAt(path: string): unknown {
  if (path === '/apis')
    return {
      groups: ['events.k8s.io', 'rivers.example.com'].map((name) => ({
        name,
        versions: [{ version: 'v1' }],
      })),
    };
  return { resources: (SERVED[path] ?? []).map((one) => ({ ...one, namespaced: true, verbs: ['list'] })) };
}

/** What a word means, and what is told on the way. */
async function meaningOf(
  word: string,
  times = 1,
): Promise<{ readonly is: string; readonly told: readonly string[] }> {
  const told: string[] = [];
  const date = instantOf('2026-01-05T09:00:00Z');
  const transport: Pick<Transport, 'send'> = {
    send: async ({ path }) => ({ code: 200, body: answerAt(path), warnings: [], date }),
  };
  const err = { write: (text: string) => void told.push(text), line: (text: string) => void told.push(text) };
  const mapper = mapperOf({ transport: transport as Transport, err });
  let is = '';
  for (let i = 0; i < times; i++) is = groupResource(await mapper.forWord(word));
  return { is, told };
}

const WARNING = 'Warning: short name "ev" could also match lower priority resource events.events.k8s.io';

describe('words for resources', () => {
  test('a short name that two groups have is that of the first, and the other one is told', async () => {
    expect(await meaningOf('ev')).toEqual({ is: 'events', told: [WARNING] });
  });

  test('the other one is told once', async () => {
    expect(await meaningOf('ev', 2)).toEqual({ is: 'events', told: [WARNING] });
  });

  test('a full name that two groups have is that of the first, and nothing is told', async () => {
    expect(await meaningOf('events')).toEqual({ is: 'events', told: [] });
  });

  test('a short name with its group is nobody else’s', async () => {
    expect(await meaningOf('ev.events.k8s.io')).toEqual({ is: 'events.events.k8s.io', told: [] });
  });

  test('a group may be told by its beginning', async () => {
    expect(await meaningOf('ev.events')).toEqual({ is: 'events.events.k8s.io', told: [] });
  });

  test('a full name of a later group goes before a short name of an earlier one', async () => {
    expect(await meaningOf('po')).toEqual({ is: 'po.rivers.example.com', told: [] });
  });
});
