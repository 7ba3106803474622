import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

const load = (window: string) =>
  loadConfig({
    text: `version: 1
name: acme
environments:
  - { name: production, tier: production, match: [{ provider: aws }] }
providers: { aws: }
changeWindows:
  - { ${window} }
`,
    path: 'firebreak.yaml',
  }).settings.changeWindows;

describe('change windows in firebreak.yaml', () => {
  it('are settled with the tier of their environment', () => {
    const window =
      'environment: production, days: [mon, tue], from: 09:00, to: 17:00, timezone: Europe/Berlin';
    expect(load(window)).toEqual([
      {
        environment: 'production',
        tier: 'production',
        days: ['mon', 'tue'],
        from: '09:00',
        to: '17:00',
        timezone: 'Europe/Berlin',
      },
    ]);
  });

  it('are open every day, by UTC, where nothing else is said', () => {
    expect(load('environment: production, from: 22:00, to: 02:00')).toMatchObject([
      { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], timezone: 'UTC' },
    ]);
  });

  it.each([
    ['no declared environment', 'environment: prod, from: 09:00, to: 17:00', /no environment of this name/],
    ['no time of day', 'environment: production, from: 9am, to: 17:00', /a time of day such as 09:00/],
    [
      'a time zone nobody has',
      'environment: production, from: 09:00, to: 17:00, timezone: Mars/Base',
      /a time zone such as Europe\/Berlin/,
    ],
    [
      'a day no week has',
      'environment: production, days: [noday], from: 09:00, to: 17:00',
      /mon, tue, wed, thu, fri, sat or sun/,
    ],
  ])('are refused with %s', (_, window, said) => {
    expect(() => load(window)).toThrow(said);
  });
});
