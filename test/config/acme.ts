/** A configuration with every part in it, as the documentation shows it. */
export const acme = `version: 1
name: acme
environments:
  - name: production
    tier: production
    match: [{ provider: railway, environment: production }, { provider: aws, account: "111111111111" }, { tag: { env: [prod, production] } }]
  - name: staging
    tier: staging
    match: [{ provider: railway, environment: "staging*" }, { tag: { env: staging } }]
providers:
  railway:
    tokens: [{ env: RAILWAY_API_TOKEN }, { env: RAILWAY_TOKEN }]
  aws:
    accounts: [{ id: "111111111111", roleArn: "arn:aws:iam::111111111111:role/firebreak-read" }]
    regions: [us-east-1, eu-west-1]
baseline: baselines/acme.json
exceptions: baselines/acme.exceptions.yaml
limits: { credentialMaxAgeDays: 30, productionDestroyers: 2 }
agents:
  - { name: cursor, owner: platform@acme.example, purpose: staging chores, credentials: ["railway:project-token:1"], expires: 2027-01-31 }
copies:
  - { of: "railway:volume-instance:1", location: "backblaze b2", every: 24h, keptFor: 90d, deletableBy: ["b2 key in 1password/ops"], owner: ops@acme.example, restoreTestedAt: 2026-10-30, expires: 2027-01-31, evidence: "https://wiki.acme.example/restore" }
attest:
  - { gap: "railway:unlistable:workspace-tokens", by: ops@acme.example, on: 2026-11-20, expires: 2027-02-20, note: "three tokens, all ours" }
breakGlass: ["arn:aws:iam::111111111111:role/break-glass"]
failOn: medium
alerts: [{ slack: { webhookEnv: SLACK_WEBHOOK_URL }, when: new, minSeverity: critical }]
`;

/** The least that is valid. */
export const least = 'version: 1\nname: acme\nproviders: { aws: }\n';
