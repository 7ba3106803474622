import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'bucket-has-mfa-delete',
  title: 'Versions in production buckets are under MFA delete or an object lock',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['store', 'backup'],
  proof: 'presence',
  why: 'Versioning keeps what was deleted, until somebody deletes the versions too. MFA delete asks for a second factor first; an object lock refuses until its date.',
  fix: {
    aws: {
      steps: 'Switch on MFA delete as root, or make the bucket anew with an object lock in compliance mode.',
      cli: 'aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "SERIAL CODE"',
      terraform: 'aws_s3_bucket_object_lock_configuration, rule.default_retention',
    },
  },
  frameworks: ['CIS AWS Foundations 3.0.0 2.1.2'],
  evaluate({ id, name, provider, props }, { index }) {
    if (provider !== 'aws' || props.type !== 'bucket' || index.tier(id) !== 'production')
      return notApplicable;
    const versions = index
      .from(id, 'copy-of')
      .filter((asset) => asset.kind === 'backup')
      .filter((backup) => backup.props.type === 'noncurrent-versions');
    const guards = [props, ...versions.map((version) => version.props)].flatMap((held) => held.guards);
    if (guards.some(({ type }) => type === 'mfa-delete' || type === 'object-lock')) return pass;
    return fail(
      `Versions in ${quoted(name)} can be deleted without a second factor, and no lock holds them.`,
      {
        mfaDelete: false,
        objectLock: false,
      },
    );
  },
});
