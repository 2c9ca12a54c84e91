import { expect, test } from 'vitest';
import { refusalOf } from '../../../../src/apiserver/http/guard.ts';

const hosts = ['127.0.0.1', 'localhost', '::1'];

test.each([
  ['its own address', { host: '127.0.0.1:8080' }, undefined],
  ['its own address of IPv6', { host: '[::1]:8080' }, undefined],
  ['no Host at all', {}, undefined],
  ['its own page', { host: 'localhost:8080', origin: 'http://localhost:8080' }, undefined],
  [
    'a name that was rebound to it',
    { host: 'evil.example:8080' },
    'the Host header "evil.example:8080" is not one of this server\'s names',
  ],
  [
    'a page from elsewhere',
    { host: '127.0.0.1:8080', origin: 'https://evil.example' },
    'the Origin "https://evil.example" is not one of this server\'s names',
  ],
])('without a token: %s', (_, headers, refusal) => {
  expect(refusalOf(headers, { hosts })?.message).toBe(refusal);
});

test.each([
  ['the token', { authorization: 'Bearer secret' }, undefined],
  ['another token', { authorization: 'Bearer wrong!' }, 401],
  ['the beginning of the token', { authorization: 'Bearer sec' }, 401],
  ['no token', {}, 401],
])('with a token: %s', (_, headers, code) => {
  expect(refusalOf(headers, { hosts, token: 'secret' })?.status.code).toBe(code);
});
