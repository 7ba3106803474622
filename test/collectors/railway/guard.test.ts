import { describe, expect, it } from 'vitest';
import { guard, guardedFetch } from '../../../src/collectors/railway/guard.ts';
import { railwayReads } from '../../../src/collectors/railway/reads.ts';

describe('guard', () => {
  it.each(railwayReads.map((read) => [read.operation, read.document]))('lets %s pass', (_, document) => {
    expect(() => guard(document)).not.toThrow();
  });

  it.each([
    ['a mutation', 'mutation { volumeDelete(volumeId: "v") }'],
    ['a subscription', 'subscription { me { id } }'],
    ['two operations', 'query A { me { id } } query B { me { id } }'],
    ['a mutation behind a query', 'query A { me { id } } mutation B { volumeDelete(volumeId: "v") }'],
    ['an unlisted root', 'query { variables(projectId: "p", environmentId: "e") }'],
    ['an invite code', 'query { inviteCode(code: "c") { id } }'],
    ['bucket credentials', 'query { bucketS3Credentials(bucketId: "b") { secretAccessKey } }'],
    [
      'an unlisted field below a listed root',
      'query { me { providerAuths { edges { node { metadata } } } } }',
    ],
    ['channel configuration', 'query { notificationRules(workspaceId: "w") { channels { config } } }'],
    ['a public key', 'query { sshPublicKeys { edges { node { publicKey } } } }'],
    [
      'masked configuration, which nobody needs',
      'query { environment(id: "e") { config(decryptVariables: false) } }',
    ],
    ['decrypted variables', 'query { me { id(decryptVariables: true) } }'],
    ['decryption by variable', 'query Q($yes: Boolean) { me { id(decryptVariables: $yes) } }'],
    ['an alias', 'query { volumes: me { id } }'],
    ['a directive', 'query { me @include(if: true) { id } }'],
    ['a fragment', 'query { me { ...F } } fragment F on User { id }'],
    ['an inline fragment', 'query { me { ... on User { id } } }'],
    ['an inherited property', 'query { constructor { name } }'],
    ['introspection', 'query { __schema { types { name } } }'],
    ['a listed object asked as a leaf', 'query { me }'],
    ['what is no GraphQL', 'drop table volumes'],
  ])('refuses %s', (_, document) => {
    expect(() => guard(document)).toThrow();
  });
});

describe('guardedFetch', () => {
  const sent: string[] = [];
  const fetch = guardedFetch(async (_, init) => {
    sent.push(String(init?.body));
    return new Response('{}');
  });

  it.each([
    [
      'a mutation',
      { method: 'POST', body: JSON.stringify({ query: 'mutation { volumeDelete(volumeId: "v") }' }) },
    ],
    ['a batch', { method: 'POST', body: JSON.stringify([{ query: 'query { me { id } }' }]) }],
    ['a GET', { method: 'GET' }],
    ['a body that is no text', { method: 'POST', body: new Uint8Array([1]) }],
  ])('sends no %s', (_, init) => {
    expect(() => fetch('http://localhost', init)).toThrow('Refused before the wire');
    expect(sent).toEqual([]);
  });
});
