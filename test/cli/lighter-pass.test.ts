import { afterEach, describe, expect, it } from 'vitest';
import { type StandIn, serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { healthy } from '../../src/stand-ins/railway/worlds/healthy.ts';
import { run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const { world, tokens, config } = healthy(now);
const open: StandIn[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((standIn) => standIn.close()));
});

async function outside(more: Readonly<Record<string, unknown>> = {}) {
  const standIn = await serveRailway(world);
  open.push(standIn);
  const railway = { endpoint: standIn.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] };
  const file = { version: 1, ...config, providers: { railway }, baseline: 'acme.json', ...more };
  return {
    env: { RAILWAY_API_TOKEN: tokens.workspace },
    files: { 'firebreak.yaml': JSON.stringify(file) },
    now,
  };
}

describe('firebreak scan --pass light', () => {
  it('says which pass it was and what it left out', async () => {
    const { files, code } = await run(
      ['scan', '--pass', 'light', '--fail-on', 'never', '--quiet'],
      await outside(),
    );
    const report = JSON.parse(files.get('firebreak-out/report.json') ?? '');
    expect(code).toBe(0);
    expect(report.scan.pass).toBe('light');
    expect(report.coverage.notScanned).toContainEqual({
      provider: 'railway',
      scope: 'ws-healthy',
      what: 'railway.NotificationRule, railway.VolumeInstanceBackup, railway.VolumeInstanceBackupSchedule',
      why: 'not in the pass light',
    });
    expect(report.summary.gate.why).toContain('everything in the pass light was read');
  });

  it.each([['propose'], ['approve', '--by', 'ana@acme.example', '--why', 'first']])(
    'is nothing to %s a baseline of',
    async (...command) => {
      const around = await outside();
      const { files } = await run(['scan', '--pass', 'light', '--fail-on', 'never', '--quiet'], around);
      const refused = await run(['baseline', ...command], { ...around, files: Object.fromEntries(files) });
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('SCAN_NOT_WHOLE') });
    },
  );

  it('is approved by name with a full scan, and has then drifted from nothing', async () => {
    const around = await outside({ passes: ['light'] });
    const full = await run(['scan', '--fail-on', 'never', '--quiet'], around);
    const approve = ['baseline', 'approve', '--by', 'ana@acme.example', '--why', 'first'];
    const approved = await run(approve, { ...around, files: Object.fromEntries(full.files) });
    expect(approved.files.get('acme.json')).toContain('"passes": ["light"]');
    const light = await run(['scan', '--pass', 'light', '--fail-on', 'never', '--quiet'], {
      ...around,
      files: Object.fromEntries(approved.files),
    });
    expect(JSON.parse(light.files.get('firebreak-out/report.json') ?? '').drift).toEqual([]);
  });
});
