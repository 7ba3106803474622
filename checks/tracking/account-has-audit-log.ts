import { defineCheck } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { fail, inexpressible, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'account-has-audit-log',
  title: 'Every account has an audit log that is switched on',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'container',
  needs: [{ kind: 'trail', region: 'any' }],
  proof: 'presence',
  why: 'After a deletion the first question is who did it, and with which key. Without a log nobody can tell whether the intruder is still there.',
  fix: {
    aws: {
      steps: 'Make a trail for all regions that delivers to a bucket in another account, and start it.',
      cli: 'aws cloudtrail create-trail --name main --s3-bucket-name BUCKET --is-multi-region-trail',
      terraform: 'aws_cloudtrail with is_multi_region_trail = true',
    },
  },
  frameworks: [
    'SOC 2 CC7.2',
    'ISO/IEC 27001:2022 A.8.15',
    'NIST SP 800-53 AU-12',
    'CIS AWS Foundations 3.0.0 3.1',
  ],
  evaluate({ id, provider, scope, props }, judging) {
    if (provider !== 'aws' || props.type !== 'account') return notApplicable;
    if (!isCollected(provider, ['AWS::CloudTrail::Trail'], judging))
      return inexpressible('the audit logs of AWS accounts are not collected');
    const trails = judging.index
      .ofKind('trail')
      .filter(
        (trail) => trail.scope === scope || trail.links.some(({ to, as }) => as === 'watches' && to === id),
      );
    if (trails.some((trail) => trail.props.logging === true)) return pass;
    const names = trails.map(({ name }) => quoted(name)).toSorted();
    return fail(
      trails.length === 0
        ? `Account ${scope} has no audit log: nobody can say who deleted what.`
        : `No audit log of account ${scope} is switched on: ${names.join(', ')}.`,
      { trails: trails.length },
    );
  },
});
