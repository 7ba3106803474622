import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { OperatorError } from '../../src/model/error.ts';
import { least } from './acme.ts';

const load = (text: string) => loadConfig({ text: `${least}${text}\n`, path: 'firebreak.yaml' });

function refusal(text: string): string {
  try {
    load(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
}

describe('watch in firebreak.yaml', () => {
  it('scans in full by UTC, heard on loopback, where nothing else is said', () => {
    expect(load('watch: { schedules: [{ cron: 0 2 * * * }] }').watch).toEqual({
      schedules: [{ cron: '0 2 * * *', timezone: 'UTC', pass: null }],
      jitterSeconds: 60,
      deadlineMinutes: 120,
      listen: { host: '127.0.0.1', port: 9464 },
    });
  });

  it.each([
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['"[::1]:9464"', { host: '::1', port: 9464 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['"off"', null],
  ])('listens at %s', (listen, expected) => {
    expect(load(`watch: { schedules: [{ cron: 0 2 * * * }], listen: ${listen} }`).watch?.listen).toEqual(
      expected,
    );
  });

  it.each([
    ['scheduled', 'watch: { schedules: [{ cron: 0 2 * * * }, { cron: 5 * * * *, pass: light }] }'],
    ['listed', 'passes: [light]'],
  ])('declares a lighter pass that is %s', (_, text) => {
    expect(load(text).settings.passes).toEqual(['light']);
  });

  it('declares none otherwise', () => {
    expect(load('watch: { schedules: [{ cron: 0 2 * * *, pass: full }] }').settings.passes).toBeUndefined();
  });

  it.each([
    ['no schedule', 'watch: { schedules: [] }', /watch\.schedules/],
    ['a sixth field', 'watch: { schedules: [{ cron: 0 0 2 * * * }] }', /five fields/],
    ['a pass nobody made', 'watch: { schedules: [{ cron: 0 2 * * *, pass: tiny }] }', /full or light/],
    [
      'a time zone nobody has',
      'watch: { schedules: [{ cron: 0 2 * * *, timezone: Mars/Base }] }',
      /a time zone such as/,
    ],
    ['a port alone', 'watch: { schedules: [{ cron: 0 2 * * * }], listen: "9464" }', /an address and a port/],
    ['no jitter that small', 'watch: { schedules: [{ cron: 0 2 * * * }], jitterSeconds: -1 }', /0 to 3600/],
  ])('refuses %s', (_, text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });
});
