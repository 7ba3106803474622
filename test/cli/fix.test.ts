import { describe, expect, it } from 'vitest';
import { type Draft, draftsFor } from '../../src/cli/fix-draft.ts';
import { loadConfig } from '../../src/config/load.ts';
import { discoverChecks } from '../../src/findings/discover.ts';
import { indexInventory } from '../../src/inventory/index-inventory.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { judge, radiusOf, takeInventory } from '../../src/scan.ts';
import * as item from '../../src/stand-ins/aws/items.ts';
import { accessKey, acme, acmeId, scan, stillIO } from '../collectors/aws/acme.ts';

const io = stillIO();
const checks = await discoverChecks();

/** An account in which the user `bot` may do what `actions` says, read over the wire. */
async function account(actions: readonly string[]): Promise<Inventory> {
  const base = acme();
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  };
  const world = acme({
    iam: {
      ...base.iam,
      users: [
        item.user(acmeId, 'scan', {}),
        item.user(acmeId, 'bot', { UserPolicyList: [item.inline('one', document)] }),
      ],
      groups: [],
      roles: [],
      accessKeys: new Map([['bot', [accessKey('bot', 'AKIABOT0000000000BOT1')]]]),
      loginProfiles: new Map(),
    },
    regions: {
      'us-east-1': {
        volumes: [item.volume('vol-data')],
        snapshots: [item.snapshot('snap-data', 'vol-data')],
      },
    },
  });
  const collected = await scan([world]);
  const { settings } = loadConfig({ text: '{"version":1,"name":"acme","providers":{}}', path: 'the test' });
  return takeInventory({ collect: [async () => collected], settings, rules: [] }, io);
}

function draft(inventory: Inventory, check: string): readonly Draft[] {
  const { report } = judge(inventory, {
    tool: { name: 'firebreak', version: '0' },
    config: 'test',
    checks,
    baseline: null,
    exceptions: [],
    thresholds: { failOn: 'high', failOnNew: 'never' },
    allowGaps: new Set(),
    startedAt: io.clock(),
    finishedAt: io.clock(),
  });
  const finding = report.findings.find((each) => each.check === check && each.outcome === 'fail');
  if (finding === undefined)
    throw new Error(`no finding of ${check} among ${report.findings.map((each) => each.check)}`);
  return draftsFor(finding, inventory, radiusOf);
}

const loss = 'credential-cannot-end-store-and-backups';

describe('a draft of a repair', () => {
  it('denies the one call that spares the copies, and leaves the rest', async () => {
    const inventory = await account(['ec2:DeleteVolume', 'ec2:DeleteSnapshot']);
    const [first] = draft(inventory, loss);
    expect(first?.change.what).toBe('deny ec2:DeleteSnapshot to user "bot"');
    expect(first?.change.takesAway.join()).toContain('use unknown');
    expect(first?.proof.map(({ before, after }) => `${before} -> ${after}`)).toEqual([
      'total-loss -> recoverable',
    ]);
  });

  it('offers a lock, the end of the key and a copy elsewhere as well, each proven', async () => {
    const drafts = draft(await account(['ec2:DeleteVolume', 'ec2:DeleteSnapshot']), loss);
    expect(drafts.map(({ change }) => change.what)).toEqual([
      'deny ec2:DeleteSnapshot to user "bot"',
      'lock backup "snap-data" for 28 days, so that nobody can delete it',
      expect.stringContaining('end the access key'),
      'keep a tested copy of "vol-data" where no credential here reaches',
    ]);
    for (const { proof } of drafts) expect(proof.every(({ after }) => after !== 'total-loss')).toBe(true);
  });

  it('changes nothing it was given', async () => {
    const inventory = await account(['ec2:DeleteVolume', 'ec2:DeleteSnapshot']);
    const before = JSON.stringify(inventory);
    draft(inventory, loss);
    expect(JSON.stringify(inventory)).toBe(before);
  });

  it('closes the other ways too where one call is not enough', async () => {
    const inventory = await account(['ec2:DeleteVolume', 'ec2:DeleteSnapshot', 'iam:PutUserPolicy']);
    const [first] = draft(inventory, loss);
    const after = first === undefined ? inventory : first.change.apply(inventory);
    const lost = radiusOf(indexInventory(after)).credentials;
    expect(first?.change.what).toContain('deny ');
    expect(lost.find(({ name }) => name.includes('bot'))?.verdicts['total-loss']).toBe(0);
  });
});
