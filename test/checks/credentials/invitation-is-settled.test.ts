import check from '../../../checks/credentials/invitation-is-settled.ts';
import type { CredentialProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { container, credential, daysAgo, harmful, principal, type World } from '../world.ts';

/** An invitation to a project, in a role where one is told. */
const invited = (
  props: Partial<CredentialProps>,
  { role, createdAt = null }: { role?: string; createdAt?: string | null } = {},
): World => ({
  assets: [
    container('shop', []),
    principal('invitee', {
      props: { type: 'invitee' },
      links: [{ to: 'shop', as: 'acts-in', ...(role && { role }) }],
    }),
    credential('invitation', 'invitee', {
      name: 'bo@acme.example',
      createdAt,
      props: { type: 'invitation', ...props },
    }),
  ],
});

specify(check, {
  pass: [
    { title: 'it was settled', world: invited({ status: 'inactive' }) },
    { title: 'it has run out', world: invited({ expires: daysAgo(1) }) },
  ],
  fail: [
    {
      title: 'it waits, in a role nobody tells',
      world: invited({ expires: daysAgo(-3) }),
      says: [
        'The invitation of "bo@acme.example" can be accepted until 2026-11-25 12:00 UTC: in "shop", as what the provider does not tell.',
      ],
      severity: 'low',
    },
    {
      title: 'it waits since long, with rights',
      world: invited({ expires: null }, { role: 'ADMIN', createdAt: daysAgo(40) }),
      says: ['has waited 40 days and can be accepted: ADMIN in "shop".'],
    },
    {
      title: 'when it ends is not known',
      world: invited({ expires: 'unknown', status: 'unknown' }),
      says: ['can be accepted: '],
    },
    {
      title: 'who accepts it could end production',
      world: harmful(invited({}), 'invitation'),
      severity: 'medium',
    },
  ],
  notApplicable: [{ title: 'a token', world: { assets: [principal('ann'), credential('token', 'ann')] } }],
});
