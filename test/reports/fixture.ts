import type { CredentialView, Pair, Plan, StoreView } from '../../src/model/blast-radius.ts';
import type { DriftEvent } from '../../src/model/drift.ts';
import type { CheckTally, Finding } from '../../src/model/finding.ts';
import type { Report, ReportGap } from '../../src/model/report.ts';

const readAt = '2026-11-22T12:00:03.000Z';
const accountToken = 'railway:account-token:9d1c';
const projectToken = 'railway:project-token:6f1c';
const unlistable = 'railway:unlistable:workspace-tokens:w1';
const accessKey = 'aws:access-key:arn:aws:iam::111111111111:user/deploy:7QXA';
const postgres = 'railway:volume-instance:pg-production';
const postgresStaging = 'railway:volume-instance:pg-staging';
const uploads = 'railway:volume-instance:uploads-production';
const ledger = 'arn:aws:ec2:eu-west-1:111111111111:volume/vol-0a1b2c3d4e5f60718';

const none = { 'total-loss': 0, 'delayed-loss': 0, unknown: 0, recoverable: 0, 'copies-lost': 0 };

/** A plan of one call unless told otherwise. */
export function plan(over: Partial<Plan> = {}): Plan {
  return {
    id: 'plan:1',
    calls: 1,
    atLeast: false,
    atMost: false,
    waitHours: 0,
    steps: [
      {
        operation: 'railway:volumeDelete',
        target: 'its volume',
        count: 1,
        as: null,
        allowedBy: [{ layer: 'role', effect: 'allow', text: 'ADMIN of workspace PocketOS' }],
        note: 'takes every backup of the volume with it',
      },
    ],
    ...over,
  };
}

export function pair(over: Partial<Pair> = {}): Pair {
  return {
    class: 'class:1',
    stores: [postgres],
    verdict: 'total-loss',
    possible: null,
    holdsOnlyIf: [],
    calls: 1,
    plan: 'plan:1',
    secondPlan: null,
    confidence: 'documented',
    escalated: false,
    stoppedBy: [{ control: 'nothing', asset: null, until: null }],
    restsOn: [],
    lastWayBackUntil: null,
    ...over,
  };
}

export function credential(over: Partial<CredentialView> = {}): CredentialView {
  return {
    credential: accountToken,
    name: 'domain-cli',
    type: 'account-token',
    principal: 'railway:user:jer',
    agent: 'cursor',
    class: 'class:1',
    self: true,
    breakGlass: false,
    verdicts: { ...none, 'total-loss': 2, recoverable: 1 },
    leastCalls: 1,
    ...over,
  };
}

export function store(over: Partial<StoreView> = {}): StoreView {
  return {
    store: postgres,
    name: 'postgres-data',
    environments: ['production'],
    worst: {
      credential: accountToken,
      class: 'class:1',
      verdict: 'total-loss',
      possible: false,
      calls: 1,
      plan: 'plan:1',
      undoUntilHours: null,
    },
    stoppedBy: [{ control: 'nothing', asset: null, until: null }],
    copies: [
      {
        asset: 'railway:backup:b1',
        kind: 'snapshot',
        location: 'railway, the same volume',
        losesHours: 9,
        until: '2026-11-28T03:00:00.000Z',
        counts: false,
        why: 'goes with the volume it was taken from',
      },
      {
        asset: 'declared:dump on a laptop',
        kind: 'dump',
        location: 'laptop of ops',
        losesHours: 2208,
        until: null,
        counts: false,
        why: 'never restore-tested',
      },
    ],
    ...over,
  };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    fingerprint: 'f1b6a7c2d9e80134',
    check: 'one-credential-ends-store-and-backups',
    discipline: 'recovery',
    title: 'No one credential can end a store and all of its backups',
    severity: 'critical',
    confidence: 'documented',
    status: 'open',
    new: true,
    outcome: 'fail',
    asset: postgres,
    name: 'postgres-data',
    provider: 'railway',
    environments: ['production'],
    message: 'domain-cli ends postgres-data and its 1 backup in 1 call.',
    evidence: [
      { field: 'calls', value: '1', readAt },
      { field: 'copies that count', value: '0 of 2', readAt },
    ],
    remediation: 'Keep a copy in an account that domain-cli cannot reach, and test a restore from it.',
    frameworks: ['SOC 2 A1.2', 'ISO 27001 A.8.13', 'CIS 11.4'],
    exception: null,
    ...over,
  };
}

export function gap(over: Partial<ReportGap> = {}): ReportGap {
  return {
    fingerprint: 'railway:unlistable:workspace-tokens:w1',
    provider: 'railway',
    scope: 'w1',
    region: null,
    kind: 'credential',
    target: null,
    operation: 'apiTokens',
    reason: 'unlistable',
    detail: 'Railway lists no other member’s tokens',
    permission: 'Look at railway.com/workspace/tokens with each admin',
    direction: 'widens',
    accepted: false,
    ...over,
  };
}

export function drift(over: Partial<DriftEvent> = {}): DriftEvent {
  return {
    fingerprint: 'd7c1',
    event: 'reach-widened',
    asset: projectToken,
    name: 'staging-bot',
    before: 'recoverable',
    after: 'total-loss',
    severity: 'critical',
    why: 'postgres-data can now be ended by staging-bot',
    actor: 'jer@pocketos.example',
    at: '2026-11-20T09:12:00.000Z',
    wayBack: 'Revoke staging-bot and issue a token for the staging environment alone.',
    new: true,
    status: 'open',
    ...over,
  };
}

export function tally(over: Partial<CheckTally> = {}): CheckTally {
  return {
    id: 'one-credential-ends-store-and-backups',
    title: 'No one credential can end a store and all of its backups',
    discipline: 'recovery',
    judged: 4,
    passed: 2,
    failed: 1,
    unknown: 1,
    notApplicable: 0,
    ...over,
  };
}

const findings: readonly Finding[] = [
  finding(),
  finding({
    fingerprint: '02c4e1aa97b35f60',
    check: 'store-not-shared-across-environments',
    discipline: 'separation',
    title: 'Stores are not shared across environments',
    message: 'The volume of postgres-data has an instance in production and one in staging.',
    evidence: [{ field: 'environments', value: 'production, staging', readAt }],
    remediation: 'Give staging a volume of its own.',
    frameworks: ['SOC 2 CC6.1'],
  }),
  finding({
    fingerprint: '4dd0c8b17e2a9f35',
    check: 'credential-not-too-old',
    discipline: 'credentials',
    title: 'Credentials are rotated',
    severity: 'medium',
    new: false,
    asset: accessKey,
    name: 'deploy …7QXA',
    provider: 'aws',
    message: 'deploy …7QXA was issued 212 days ago; the limit is 90.',
    evidence: [{ field: 'createdAt', value: '2026-04-24', readAt }],
    remediation: 'Issue a new key, switch to it, then delete this one.',
    frameworks: ['CIS AWS 1.14'],
  }),
  finding({
    fingerprint: '77aa10fe34c2bd91',
    check: 'member-has-mfa',
    discipline: 'authority',
    title: 'Members sign in with a second factor',
    severity: 'high',
    status: 'excepted',
    new: false,
    asset: 'railway:user:jer',
    name: 'jer',
    message: 'jer signs in without a second factor.',
    evidence: [{ field: 'has2FA', value: 'false', readAt }],
    remediation: 'Turn on two-factor authentication for this member.',
    frameworks: ['SOC 2 CC6.1'],
    exception: 'until 2026-12-31 by ops@pocketos.example: hardware key on order (OPS-12)',
  }),
  finding({
    fingerprint: '9be2410c5fd7a386',
    check: 'backup-is-recent',
    discipline: 'recovery',
    title: 'The newest backup is recent',
    severity: 'medium',
    outcome: 'unknown',
    confidence: 'inferred',
    new: false,
    asset: ledger,
    name: 'ledger',
    provider: 'aws',
    message: 'Snapshots of ledger could not be read in eu-west-1.',
    evidence: [{ field: 'gap', value: 'aws:denied:snapshots:111111111111:eu-west-1', readAt }],
    remediation: 'Grant ec2:DescribeSnapshots and scan again.',
    frameworks: [],
  }),
];

const stores: readonly StoreView[] = [
  store(),
  store({ store: postgresStaging, environments: ['staging'], copies: [] }),
  store({
    store: uploads,
    name: 'uploads',
    worst: {
      credential: accountToken,
      class: 'class:1',
      verdict: 'recoverable',
      possible: false,
      calls: 1,
      plan: 'plan:1',
      undoUntilHours: null,
    },
    stoppedBy: [{ control: 'a copy out of its reach', asset: 'declared:backblaze b2', until: null }],
    copies: [
      {
        asset: 'declared:backblaze b2',
        kind: 'declared',
        location: 'backblaze b2, other account',
        losesHours: 24,
        until: '2027-01-31T00:00:00.000Z',
        counts: true,
        why: 'restore-tested 23 days ago; its key is out of reach',
      },
    ],
  }),
  store({
    store: ledger,
    name: 'ledger',
    worst: {
      credential: accessKey,
      class: 'class:3',
      verdict: 'delayed-loss',
      possible: true,
      calls: 2,
      plan: 'plan:2',
      undoUntilHours: 168,
    },
    stoppedBy: [{ control: 'recycle bin for 7 days', asset: null, until: '2026-11-29T12:00:00.000Z' }],
    copies: [
      {
        asset: 'arn:aws:ec2:eu-west-1::snapshot/snap-01',
        kind: 'snapshot',
        location: 'aws 111111111111 eu-west-1',
        losesHours: 12,
        until: null,
        counts: false,
        why: 'within reach of the same credential',
      },
    ],
  }),
];

/** The world of the incident, a second provider beside it, one of everything a renderer has to show. */
export function fixtureReport(over: Partial<Report> = {}): Report {
  return {
    schema: 'firebreak.report/1',
    tool: { name: 'firebreak', version: '0.1.0' },
    scan: {
      id: 'scan-1',
      startedAt: '2026-11-22T12:00:00.000Z',
      finishedAt: '2026-11-22T12:00:08.000Z',
      config: 'sha256:5f0d',
      baseline: { name: 'acme', version: 3, digest: 'sha256:77ab', trusted: true },
    },
    coverage: {
      scope: [
        { provider: 'railway', scope: 'w1', regions: [], natives: ['railway.VolumeInstance'] },
        { provider: 'aws', scope: '111111111111', regions: ['eu-west-1'], natives: ['AWS::EC2::Volume'] },
      ],
      sources: [
        {
          provider: 'railway',
          scope: 'w1',
          region: null,
          service: 'projects',
          caller: { credential: 'account-token', principal: 'railway:user:jer', role: 'ADMIN' },
          status: 'complete',
          calls: 14,
          assets: 21,
          seconds: 1.4,
        },
        {
          provider: 'aws',
          scope: '111111111111',
          region: 'eu-west-1',
          service: 'ec2',
          caller: {
            credential: 'assumed-role',
            principal: 'arn:aws:iam::111111111111:role/read',
            role: null,
          },
          status: 'partial',
          calls: 9,
          assets: 12,
          seconds: 2.2,
        },
      ],
      gaps: [
        gap({
          fingerprint: 'aws:denied:snapshots:111111111111:eu-west-1',
          provider: 'aws',
          scope: '111111111111',
          region: 'eu-west-1',
          kind: 'backup',
          operation: 'ec2:DescribeSnapshots',
          reason: 'denied',
          detail: 'You are not authorized to perform this operation',
          permission: 'ec2:DescribeSnapshots',
          direction: 'restricts',
        }),
        gap(),
      ],
      notScanned: [
        { provider: 'aws', scope: '111111111111', what: 'us-east-1', why: 'enabled, not in regions' },
      ],
    },
    environments: [
      { name: 'production', tier: 'production', by: 'declared', assets: 19 },
      { name: 'staging', tier: 'staging', by: 'declared', assets: 14 },
    ],
    counts: { backup: 3, credential: 5, principal: 6, store: 4, workload: 7 },
    blastRadius: {
      classes: [
        {
          id: 'class:1',
          members: [accountToken, unlistable],
          via: 'ADMIN of workspace PocketOS',
          stoppedBy: [],
        },
        { id: 'class:2', members: [projectToken], via: 'token of environment staging', stoppedBy: [] },
        { id: 'class:3', members: [accessKey], via: 'user/deploy -> role/admin', stoppedBy: [] },
      ],
      plans: [
        plan(),
        plan({
          id: 'plan:2',
          calls: 2,
          atLeast: true,
          waitHours: 168,
          steps: [
            {
              operation: 'ec2:DeleteVolume',
              target: 'the store',
              count: 1,
              as: 'arn:aws:iam::111111111111:role/admin',
              allowedBy: [{ layer: 'identity', effect: 'allow', text: 'AdministratorAccess, statement 1' }],
              note: null,
            },
            {
              operation: 'ec2:DeleteSnapshot',
              target: 'its snapshot',
              count: 1,
              as: 'arn:aws:iam::111111111111:role/admin',
              allowedBy: [{ layer: 'identity', effect: 'allow', text: 'AdministratorAccess, statement 1' }],
              note: null,
            },
          ],
        }),
      ],
      pairs: [
        pair({ stores: [postgres, postgresStaging] }),
        pair({
          stores: [uploads],
          verdict: 'recoverable',
          stoppedBy: [{ control: 'a copy out of its reach', asset: 'declared:backblaze b2', until: null }],
        }),
        pair({ class: 'class:2', stores: [postgres, postgresStaging], confidence: 'inferred' }),
        pair({
          class: 'class:3',
          stores: [ledger],
          verdict: 'recoverable',
          possible: 'delayed-loss',
          holdsOnlyIf: ['no SCP forbids it'],
          calls: 2,
          plan: 'plan:2',
          escalated: true,
          stoppedBy: [{ control: 'recycle bin for 7 days', asset: null, until: '2026-11-29T12:00:00.000Z' }],
          lastWayBackUntil: '2026-11-29T12:00:00.000Z',
        }),
      ],
      stores,
      credentials: [
        credential({
          credential: accessKey,
          name: 'deploy …7QXA',
          type: 'access-key',
          principal: 'arn:aws:iam::111111111111:user/deploy',
          agent: null,
          class: 'class:3',
          self: false,
          verdicts: { ...none, 'delayed-loss': 1 },
          leastCalls: 2,
        }),
        credential(),
        credential({
          credential: projectToken,
          name: 'staging-bot',
          type: 'project-token',
          principal: 'railway:project-environment:p1:e2',
          agent: null,
          class: 'class:2',
          self: false,
          verdicts: { ...none, 'total-loss': 2 },
        }),
        credential({
          credential: unlistable,
          name: 'any token of workspace admin jer',
          type: 'unlistable',
          agent: null,
          self: false,
        }),
      ],
      agents: [
        {
          name: 'cursor',
          owner: 'platform@pocketos.example',
          purpose: 'domain chores',
          expires: '2027-01-31T00:00:00.000Z',
          credentials: [accountToken],
          verdicts: { ...none, 'total-loss': 2, recoverable: 1 },
          leastCalls: 1,
          worst: {
            store: postgres,
            name: 'postgres-data',
            verdict: 'total-loss',
            possible: false,
            calls: 1,
            plan: 'plan:1',
          },
        },
      ],
      controls: [
        {
          control: 'a copy out of its reach',
          asset: 'declared:backblaze b2',
          name: null,
          classes: ['class:1'],
          ends: 1,
          of: 4,
        },
      ],
      tenant: [
        {
          credential: accountToken,
          operation: 'railway:workspaceDelete',
          ends: 'the workspace PocketOS and its 3 stores',
          window: null,
        },
      ],
    },
    drift: [drift()],
    findings,
    checks: [
      tally(),
      tally({
        id: 'store-not-shared-across-environments',
        title: 'Stores are not shared across environments',
        discipline: 'separation',
        passed: 3,
        unknown: 0,
      }),
      tally({
        id: 'no-root-access-key',
        title: 'The root user has no access key',
        discipline: 'authority',
        judged: 1,
        passed: 1,
        failed: 0,
        unknown: 0,
      }),
    ],
    locations: [
      { asset: accessKey, line: 12 },
      { asset: postgres, line: 20 },
    ],
    notes: ['Railway has no field for the expiry of a token.'],
    summary: {
      answer:
        'One call with domain-cli ends postgres-data (production) and every copy that counts; nothing would stop it.',
      openBySeverity: { critical: 2, high: 0, medium: 2, low: 0 },
      totalLossStores: 2,
      delayedLossStores: 1,
      leastCalls: 1,
      gaps: 2,
      gate: { by: 'findings', why: '2 open critical findings at or above high' },
      exitCode: 1,
    },
    ...over,
  };
}

/** Everything a name may try, in one string. */
export const hostileName = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(2)</script>',
  '\u202Egnp.exe\u2066',
  '\u001b[31mred\u0007\r\n\u009b2J',
  '\uD800',
  '| `code` [link](javascript:alert(3)) @everyone #1 ::error::x',
  '=HYPERLINK("http://x")',
  '\'"&--><!--',
].join(' ');

/** The same world with hostile text wherever a provider or a person could have put it. */
export function hostileReport(name: string = hostileName): Report {
  const report = fixtureReport();
  const { blastRadius } = report;
  return fixtureReport({
    summary: {
      ...report.summary,
      answer: `One call with ${name} ends ${name}.`,
      gate: { by: 'findings', why: name },
    },
    notes: [name],
    environments: [{ name, tier: 'production', by: 'declared', assets: 3 }],
    coverage: { ...report.coverage, gaps: [gap({ detail: name, scope: name, permission: name })] },
    findings: report.findings.map((each) => ({
      ...each,
      name,
      message: name,
      remediation: name,
      environments: [name],
      evidence: [{ field: name, value: name, readAt }],
      exception: each.exception === null ? null : name,
    })),
    drift: [drift({ name, before: name, after: name, actor: name, why: name, wayBack: name })],
    blastRadius: {
      ...blastRadius,
      stores: blastRadius.stores.map((each) => ({
        ...each,
        name,
        environments: [name],
        copies: each.copies.map((copy) => ({ ...copy, location: name, why: name })),
      })),
      credentials: blastRadius.credentials.map((each) => ({ ...each, name, agent: name })),
      agents: blastRadius.agents.map((each) => ({ ...each, name, owner: name, purpose: name })),
      tenant: blastRadius.tenant.map((each) => ({ ...each, ends: name })),
      classes: blastRadius.classes.map((each) => ({ ...each, via: name })),
    },
  });
}
