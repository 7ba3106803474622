import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { redactor } from '../../src/collectors/recording/redact.ts';
import { type Level, type Log, openLog } from '../../src/service/log.ts';
import { hostileName } from '../reports/fixture.ts';

const secret = '3d1f9f0e-4a4b-4a5e-9b57-000000000a11';

function lines(write: (log: Log) => void, level: Level = 'info'): readonly Record<string, unknown>[] {
  let text = '';
  const to = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(
    openLog(to, { level, clock: () => new Date('2026-11-22T12:00:00.000Z'), redact: redactor([secret]) }),
  );
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one JSON object a line', () => {
    expect(lines((log) => log('info', 'scanned', { pass: 'full', seconds: 2 }))).toEqual([
      { level: 'info', time: '2026-11-22T12:00:00.000Z', pass: 'full', seconds: 2, message: 'scanned' },
    ]);
  });

  it('says no less than it was asked to', () => {
    const all = (log: Log): void => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) log(level, level);
    };
    expect(lines(all, 'warn').map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it.each<[string, (log: Log) => void]>([
    ['in a message', (log) => log('error', `refused ${secret}`)],
    ['in a field', (log) => log('error', 'refused', { why: `token ${secret} was refused` })],
    ['deep in a field', (log) => log('error', 'refused', { a: { b: [{ c: secret }] } })],
    [
      'under the name of a secret',
      (log) => log('error', 'refused', { token: 'another', channel: { webhook: 'x' } }),
    ],
    ['in an address', (log) => log('warn', 'lost postgres://ops:hunter2@db.acme.example/history')],
    ['of a webhook', (log) => log('warn', 'no answer of https://hooks.slack.com/services/T0/B0/secretpart')],
  ])('holds no secret %s', (_, write) => {
    const text = JSON.stringify(lines(write));
    for (const part of [secret, 'another', 'hunter2', 'secretpart', '"x"']) expect(text).not.toContain(part);
    expect(text).toContain('[redacted]');
  });

  it('keeps a hostile name on one line', () => {
    const [line, ...others] = lines((log) => log('info', hostileName, { name: hostileName }));
    expect(others).toEqual([]);
    expect(line?.level).toBe('info');
  });
});
