import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { canary, leaks, type Shape } from './canary.ts';
import { env, now } from './secret-world.ts';

/** What looks like a secret is not repeated; a passphrase of plain words on a command line cannot be told from a name. */
const shapes: readonly Shape[] = ['mixed', 'uuid', 'hex'];

const lines: readonly (readonly string[])[] = [
  ['--token=?'],
  ['?'],
  ['scan', '--token=?'],
  ['scan', '--token', '?'],
  ['scan', '?'],
  ['scan', '--fail-on', '?'],
  ['scan', '--fail-on-new', '?'],
  ['scan', '--provider', '?'],
  ['scan', '--format', '?'],
  ['scan', '--allow-gaps', '?'],
  ['scan', '-c', '?'],
  ['scan', '--replay', '?'],
  ['blast', '?'],
  ['fix', '?'],
  ['except', '?'],
  ['report', '?'],
  ['checks', '?'],
  ['permissions', '?'],
  ['permissions', 'aws', '--format', '?'],
  ['init', '--name', '?'],
  ['init', '--provider', '?', '--yes'],
  ['baseline', '?'],
  ['baseline', 'approve', '--until', '?', '--by', 'ops', '--why', 'x'],
];

describe('a secret typed as an argument', () => {
  it.each(lines.map((line) => [line.join(' '), line] as const))(
    'is not repeated by firebreak %s',
    async (_, line) => {
      const outputs = new Map<string, string>();
      for (const shape of shapes) {
        const typed = canary(`argument of shape ${shape}`, shape);
        const given = line.map((word) => word.replace('?', typed));
        const { stdout, stderr, code } = await run(given, { env: {}, now });
        expect(code).toBe(2);
        outputs.set(shape, stdout + stderr);
      }
      expect(leaks(outputs)).toEqual([]);
    },
  );
});

const typed = (shape: Shape) => canary(`configuration, ${shape}`, shape);

describe('a secret written into the configuration', () => {
  const places: readonly (readonly [string, (secret: string) => unknown])[] = [
    ['in place of a variable’s name', (secret) => ({ providers: { railway: { tokenEnv: secret } } })],
    ['in the list of tokens', (secret) => ({ providers: { railway: { tokens: [secret] } } })],
    ['as a field nobody knows', (secret) => ({ providers: { railway: { token: secret } } })],
    ['as a field’s name', (secret) => ({ providers: { railway: {} }, [secret]: true })],
    [
      'in an address',
      (secret) => ({
        providers: {
          railway: {
            tokenEnv: 'A_TOKEN',
            endpoint: `https://me:${encodeURIComponent(secret)}@proxy.example`,
          },
        },
      }),
    ],
    [
      'as a webhook',
      (secret) => ({
        providers: { aws: null },
        alerts: [{ slack: { webhookEnv: `https://hooks.slack.com/${encodeURIComponent(secret)}` } }],
      }),
    ],
    ['as a provider', (secret) => ({ providers: { [secret]: {} } })],
    ['as a severity', (secret) => ({ providers: { aws: null }, failOn: secret })],
    ['where a list is wanted', (secret) => ({ providers: { aws: null }, environments: secret })],
  ];

  it.each(places)('%s is refused without a word of it', async (_, config) => {
    const outputs = new Map<string, string>();
    for (const shape of [...shapes, 'password'] as const) {
      const file = JSON.stringify({ version: 1, name: 'acme', ...(config(typed(shape)) as object) });
      const { code, stdout, stderr } = await run(['scan'], { env, now, files: { 'firebreak.yaml': file } });
      expect(code).toBe(2);
      outputs.set(shape, stdout + stderr);
    }
    expect(leaks(outputs)).toEqual([]);
  });

  it('that is no YAML is not quoted', async () => {
    const file = `version: 1\nname: "${typed('mixed')}\n  - [${typed('uuid')}`;
    const { code, stderr } = await run(['scan'], { env, now, files: { 'firebreak.yaml': file } });
    expect(code).toBe(2);
    expect(leaks(new Map([['stderr', stderr]]))).toEqual([]);
  });
});
