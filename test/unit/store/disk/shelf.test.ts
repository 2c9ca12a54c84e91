import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeShelf, shelfOf } from '../../../../src/store/disk/shelf.ts';

let folder: string;
let state: string;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const textOf = (found: Uint8Array | undefined): string | undefined =>
  found === undefined ? undefined : Buffer.from(found).toString();
const files = (): readonly string[] => fs.readdirSync(`${state}.played`).sort();
const onlyFile = (): string => path.join(`${state}.played`, files()[0] ?? '');

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sim-shelf-'));
  state = path.join(folder, 'cluster.json');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('what was put is found by another process of the same build', () => {
  shelfOf(state, 'a').put('one', bytes('\u0000text\n'));
  expect(textOf(shelfOf(state, 'a').get('one'))).toBe('\u0000text\n');
});

test('nothing is found of another key or of another build', () => {
  shelfOf(state, 'a').put('one', bytes('text'));
  expect([shelfOf(state, 'a').get('two'), shelfOf(state, 'b').get('one')]).toEqual([undefined, undefined]);
});

test('keys that look like paths lead nowhere else', () => {
  const shelf = shelfOf(state, 'a');
  shelf.put('../../out', bytes('text'));
  expect([textOf(shelf.get('../../out')), fs.readdirSync(folder)]).toEqual(['text', ['cluster.json.played']]);
});

describe('nothing is found of a file', () => {
  const changes: readonly (readonly [name: string, change: (whole: Buffer) => Buffer])[] = [
    ['that is empty', () => Buffer.alloc(0)],
    ['that was cut', (whole) => whole.subarray(0, whole.length - 3)],
    ['that goes on', (whole) => Buffer.concat([whole, Buffer.from('more')])],
    ['with zeros in it', (whole) => Buffer.concat([whole.subarray(0, whole.length - 4), Buffer.alloc(4)])],
    ['of somebody else', () => Buffer.from('{"hello":"world"}\n')],
    ['without any lines', () => Buffer.from('hello')],
  ];
  test.each(changes)('%s', (_, change) => {
    const shelf = shelfOf(state, 'a');
    shelf.put('one', bytes('some text'));
    fs.writeFileSync(onlyFile(), change(fs.readFileSync(onlyFile())));
    expect(shelf.get('one')).toBeUndefined();
    shelf.put('one', bytes('again'));
    expect(textOf(shelf.get('one'))).toBe('again');
  });
});

test('the oldest make room', () => {
  const shelf = shelfOf(state, 'a');
  for (let key = 0; key < 80; key++) shelf.put(`key-${key}`, bytes('x'));
  expect(files().length).toBe(64);
  shelf.put('large', new Uint8Array(40 << 20));
  shelf.put('larger', new Uint8Array(40 << 20));
  expect(files()).toEqual(['larger.cache']);
});

test('where nothing can be written, nothing is missed', () => {
  fs.writeFileSync(`${state}.played`, 'no folder');
  const shelf = shelfOf(state, 'a');
  shelf.put('one', bytes('text'));
  expect(shelf.get('one')).toBeUndefined();
});

test('it goes with its state', () => {
  shelfOf(state, 'a').put('one', bytes('text'));
  removeShelf(state);
  removeShelf(state);
  expect(fs.readdirSync(folder)).toEqual([]);
});
