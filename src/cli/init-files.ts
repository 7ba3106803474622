/** What `init` was asked for, or found. */
export interface InitChoice {
  readonly name: string;
  /** Environment variables that hold Railway tokens; empty: Railway is not scanned. */
  readonly railwayTokens: readonly string[];
  readonly aws: boolean;
  /** Version of firebreak the workflow runs. */
  readonly version: string;
}

export function configText({ name, railwayTokens, aws }: InitChoice): string {
  const tokens = railwayTokens.map((token) => `{ env: ${token} }`).join(', ');
  const railway =
    railwayTokens.length === 0
      ? ''
      : `  railway:\n    tokens: [${tokens}]   # names of environment variables, never values\n`;
  const amazon = aws
    ? '  aws:\n    regions: enabled   # the account of the credentials in use; list accounts: for more\n'
    : '';
  return `version: 1
name: ${name}

# The first environment that matches declares an asset. These patterns are guesses: correct them.
# What nothing matches counts as production, marked as assumed.
environments:
  - name: production
    tier: production
    match:
      - { provider: railway, environment: "prod*" }
      - { tag: { env: [prod, production] } }
      - { tag: { Environment: [prod, production, Production] } }
  - name: staging
    tier: staging
    match:
      - { provider: railway, environment: "stag*" }
      - { tag: { env: [stage, staging] } }
      - { tag: { Environment: [stage, staging, Staging] } }
  - name: development
    tier: development
    match:
      - { provider: railway, environment: "dev*" }
      - { tag: { env: [dev, development, test] } }
      - { tag: { Environment: [dev, development, Development] } }

providers:
${railway}${amazon}
baseline: baselines/${name}.json

# Backups a scanner can't see (a dump at another provider) and agents with their credentials go here:
# copies: []
# agents: []

failOn: high
`;
}

export function baselinesReadme(name: string): string {
  return `# Baselines

What was approved for \`${name}\`: \`${name}.json\` is written by \`firebreak baseline approve\` and by nothing else.
A pull request that changes it changes what production is allowed to look like; review it as such, and protect
this folder with CODEOWNERS.

1. \`firebreak scan\`
2. \`firebreak baseline propose\` shows what would be approved.
3. \`firebreak baseline approve\` writes it, with who, why and until when.
`;
}

/** Looked up by the commit each release tag points to. */
const actions = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  setupNode: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0',
  uploadArtifact: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
} as const;

export function workflowText({ railwayTokens, aws, version }: InitChoice): string {
  const secrets = railwayTokens.map((token) => `          ${token}: \${{ secrets.${token} }}\n`);
  const role = `          AWS_ROLE_ARN: \${{ vars.FIREBREAK_AWS_ROLE_ARN }}
          AWS_WEB_IDENTITY_TOKEN_FILE: \${{ runner.temp }}/aws-token
          AWS_REGION: us-east-1
`;
  const environment = `${secrets.join('')}${aws ? role : ''}`;
  return `name: firebreak
on:
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:
permissions:
  contents: read
${aws ? '  id-token: write   # to assume the role in FIREBREAK_AWS_ROLE_ARN, without a stored key\n' : ''}concurrency:
  group: firebreak
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: ${actions.checkout}
        with:
          persist-credentials: false
      - uses: ${actions.setupNode}
        with:
          node-version: 24
${aws ? awsToken : ''}      - run: npx --yes firebreak@${version} scan
        env:
${environment}      - uses: ${actions.uploadArtifact}
        if: always()
        with:
          name: firebreak
          path: firebreak-out
          retention-days: 14
`;
}

/** The SDK assumes the role by itself once the job's identity token stands in a file. */
const awsToken = `      - name: Write the job's identity token for AWS
        run: >-
          curl --fail --silent --show-error
          --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN"
          "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com"
          | jq --exit-status --raw-output .value > "$RUNNER_TEMP/aws-token"
`;
