import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

const load = (text: string) =>
  loadConfig({ text: `version: 1\nname: acme\nproviders: {}\n${text}`, path: 'firebreak.yaml' });

const check = (field: string, rest = '') => `checks:
  - id: own-store-names-its-owner
    title: Every store names its owner
    kind: store
    expect: [{ field: ${field}, present: true }]
    severity: medium
    message: names no owner.
${rest}`;

describe('checks of one’s own in firebreak.yaml', () => {
  it('are settled with their defaults', () => {
    expect(load(check('tags.owner')).settings.checks).toEqual([
      {
        id: 'own-store-names-its-owner',
        title: 'Every store names its owner',
        discipline: 'separation',
        kind: 'store',
        when: [],
        expect: [{ field: 'tags.owner', present: true }],
        severity: 'medium',
        message: 'names no owner.',
      },
    ]);
  });

  it.each([
    ['a field nobody has', check('owner'), /a field such as tags\.owner/],
    ['two of one id', `${check('id')}${check('id').slice('checks:\n'.length)}`, /already written above/],
    [
      'an id of the catalogue',
      check('id').replace('own-store-names-its-owner', 'store-has-backup'),
      /an id such as own-/,
    ],
    ['an unknown key', check('id', '    sevrity: low\n'), /sevrity/],
    ['a condition that says two things', check('id, equals: 1'), /one of present, equals/],
  ])('are refused with %s', (_, text, said) => {
    expect(() => load(text)).toThrow(said);
  });

  it('leave the settings as they were where there are none', () => {
    expect(Object.keys(load('').settings)).not.toContain('checks');
  });
});

describe('overrides in firebreak.yaml', () => {
  it('are settled with their defaults', () => {
    const text =
      'overrides:\n  - { check: store-has-backup, environments: [staging], severity: medium }\n  - { check: store-newest-backup-is-fresh, limits: { backupMaxAgeHours: 50 } }\n';
    expect(load(text).settings.overrides).toEqual([
      { check: 'store-has-backup', environments: ['staging'], severity: 'medium', limits: {} },
      {
        check: 'store-newest-backup-is-fresh',
        environments: [],
        severity: null,
        limits: { backupMaxAgeHours: 50 },
      },
    ]);
  });

  it('are refused where they change nothing', () => {
    expect(() => load('overrides:\n  - { check: store-has-backup }\n')).toThrow(/severity or limits/);
  });
});
