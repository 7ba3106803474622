import type { Judging } from '../../src/findings/check.ts';
import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count, daysSince, isPast, list, moment, quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'invitation-is-settled',
  title: 'No invitation waits to be accepted',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'presence',
  why: 'An invitation is a way in that lies in a mailbox: whoever reads the mail becomes a member, in whatever role it was sent with. It stands in no list of members until it is too late.',
  fix: {
    railway: {
      steps:
        'Withdraw it in the project’s settings under Members; if the person is still expected, invite again with the least role when they are ready.',
    },
  },
  frameworks: ['SOC 2 CC6.2', 'ISO/IEC 27001:2022 A.5.18', 'NIST SP 800-53 AC-2'],
  evaluate(invitation, judging) {
    const { type, status, expires } = invitation.props;
    if (type !== 'invitation') return notApplicable;
    const { now } = judging;
    const known = typeof expires === 'string' && !Number.isNaN(Date.parse(expires)) ? expires : null;
    if (status === 'inactive' || (known !== null && isPast(known, now))) return pass;
    const since = invitation.createdAt;
    const waits = since === null ? '' : ` has waited ${count(daysSince(since, now), 'day')} and`;
    const until = known === null ? '' : ` until ${moment(known)}`;
    return fail(
      `The invitation of ${quoted(invitation.name)}${waits} can be accepted${until}: ${offer(invitation, judging)}.`,
      { status, expires, invitedAt: since },
    );
  },
});

/** What comes with accepting it. */
function offer({ id }: AssetOf<'credential'>, { index }: Judging): string {
  const links = index
    .to(id, 'held-by')
    .flatMap((invitee) => invitee.links.filter(({ as }) => as === 'acts-in'));
  const roles = links.map(({ to, role }) => {
    const place = quoted(index.get(to)?.name ?? to);
    return role === undefined ? `in ${place}, as what the provider does not tell` : `${role} in ${place}`;
  });
  return roles.length === 0 ? 'to what is not known' : list(roles.toSorted());
}
