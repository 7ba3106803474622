import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { compile, compilePolicy, type PolicyDocument } from '../../../src/access/aws/index.ts';
import { request, volume } from './builders.ts';

const script = 'import json, moto.iam.aws_managed_policies as m; print(m.aws_managed_policies_data)';
const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8', maxBuffer: 1 << 27 });
const corpus = status === 0 ? (JSON.parse(stdout) as Record<string, { Document: PolicyDocument }>) : {};
const policies = Object.entries(corpus);

it.skipIf(policies.length === 0)(
  `all ${policies.length} policies managed by AWS are read and answer (skipped where the moto package is missing)`,
  () => {
    const decisions = policies.map(([name, { Document }]) => {
      const identity = [compilePolicy({ name, document: Document })];
      const compiled = compile({ identity });
      const asked = ['ec2:DeleteVolume', 's3:DeleteObject', 'iam:CreateAccessKey'].map((action) => {
        const resource = action.startsWith('ec2')
          ? volume
          : action.startsWith('s3')
            ? 'arn:aws:s3:::b/*'
            : request().principal;
        return compiled.decide(request({ action, resource })).decision;
      });
      return [name, ...asked] as const;
    });
    const byName = new Map(decisions.map(([name, ...rest]) => [name, rest]));
    expect(policies.length).toBeGreaterThan(1400);
    expect(byName.get('AdministratorAccess')).toEqual(['allowed', 'allowed', 'allowed']);
    expect(byName.get('ReadOnlyAccess')).toEqual(['denied', 'denied', 'denied']);
    expect(byName.get('PowerUserAccess')).toEqual(['allowed', 'allowed', 'denied']);
    expect(byName.get('IAMFullAccess')).toEqual(['denied', 'denied', 'allowed']);
    expect(byName.get('AmazonS3FullAccess')).toEqual(['denied', 'allowed', 'denied']);
    expect(byName.get('AWSDenyAll')).toEqual(['denied', 'denied', 'denied']);
  },
);
