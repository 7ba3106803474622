import { defineCheck } from '../../src/findings/check.ts';
import { endsStore, passUnless } from '../../src/findings/reach.ts';
import { fail, notApplicable } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'trail-out-of-reach',
  title: 'Nobody an audit log watches can delete what it wrote',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'trail',
  needs: ['store'],
  proof: 'absence',
  why: 'A log that its own subject can delete tells of honest mistakes only. Whoever means harm deletes it with the rest.',
  fix: {
    aws: {
      steps: 'Deliver the trail to a bucket in an account of its own, with an object lock.',
      cli: 'aws cloudtrail update-trail --name TRAIL --s3-bucket-name BUCKET_OF_ANOTHER_ACCOUNT',
      terraform: 'aws_cloudtrail, s3_bucket_name; aws_s3_bucket_object_lock_configuration',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.15', 'NIST SP 800-53 AU-9'],
  evaluate({ id, name }, { index, reach }) {
    const [log] = index.to(id, 'uses').filter(({ kind }) => kind === 'store');
    if (log === undefined) return notApplicable;
    const able = reach.whose(log.id, endsStore);
    if (able.length > 0) {
      const names = able.slice(0, 3).map((who) => quoted(index.get(who)?.name ?? who));
      return fail(
        `${count(able.length, 'identity', 'identities')} can delete ${quoted(log.name)}, where audit log ${quoted(name)} is kept: ${names.join(', ')}${able.length > 3 ? ` and ${able.length - 3} more` : ''}.`,
        { store: log.id, identities: able.length },
      );
    }
    const open = reach.hitsOn(log.id).filter(({ verdict }) => verdict === 'unknown');
    return passUnless(open);
  },
});
