import { cleanText } from '../inventory/clean-text.ts';
import type { InitChoice } from './init-files.ts';
import type { CliIO } from './io.ts';

/** Asks each credential who it is; a line each, never with the credential in it. */
export type Probe = (
  choice: Pick<InitChoice, 'railwayTokens' | 'aws'>,
  io: CliIO,
) => Promise<readonly string[]>;

export const probeCredentials: Probe = async ({ railwayTokens, aws }, io) => {
  const set = railwayTokens.filter((name) => (io.env[name] ?? '').trim() !== '');
  const lines = await Promise.all([
    ...set.map((name) => probeRailway(name, io)),
    ...(aws ? [probeAws(io)] : []),
  ]);
  return lines.map((line) => cleanText(line));
};

async function probeRailway(name: string, io: CliIO): Promise<string> {
  const [{ headersFor, introduce }, { createClient }, { pacer }] = await Promise.all([
    import('../collectors/railway/caller.ts'),
    import('../collectors/railway/client.ts'),
    import('../collectors/railway/pace.ts'),
  ]);
  const value = (io.env[name] ?? '').trim();
  const pace = pacer({ requestsPerSecond: 5, callsPerScan: null }, io, name);
  const { identity, rejected, failures } = await introduce(name, (header) =>
    createClient(
      {
        token: name,
        endpoint: railwayEndpoint,
        headers: { 'user-agent': 'firebreak', ...headersFor(header, value) },
        fetch: globalThis.fetch,
        pace,
        timeoutMs: 15_000,
      },
      { ...io, progress: () => {} },
    ),
  );
  if (identity === null) {
    // Kinds of tokens are tried out, so that being denied is the rule: what else failed says more.
    const telling = failures.find(({ failure }) => failure.reason !== 'denied') ?? failures[0];
    const why = telling?.failure.detail ?? 'no answer';
    return rejected ? `${name}: Railway does not accept it.` : `${name}: could not ask Railway (${why}).`;
  }
  const { kind, user, workspaces, project } = identity;
  const reach =
    workspaces
      .map((workspace) => workspace.name)
      .sort()
      .join(', ') || 'none';
  if (project !== null)
    return `${name}: a project token, "${project.name}"; it sees one environment of one project.`;
  if (user === null) return `${name}: a workspace token; it can do what an admin of ${reach} can.`;
  const sort = kind === 'session' ? 'a login session' : 'an account token';
  return `${name}: ${sort} of ${user.email}; it can do whatever that person can, in the workspaces ${reach}.`;
}

/** https://docs.railway.com/integrations/api */
const railwayEndpoint = 'https://backboard.railway.com/graphql/v2';

async function probeAws(io: CliIO): Promise<string> {
  const [{ enterAccount }, { rateBudgets }] = await Promise.all([
    import('../collectors/aws/identity.ts'),
    import('../collectors/aws/budget.ts'),
  ]);
  const opened: { destroy(): void }[] = [];
  const base = {
    endpoint: undefined,
    credentials: undefined,
    maxAttempts: 2,
    timeoutMs: 15_000,
    budget: rateBudgets(undefined),
    io: { ...io, progress: () => {} },
    opened,
  };
  try {
    const account = await enterAccount({}, base, 'us-east-1');
    if ('failure' in account) return `AWS: could not be asked (${account.failure.detail}).`;
    return `AWS: account ${account.id}, as ${account.callerArn}.`;
  } finally {
    for (const client of opened) client.destroy();
  }
}
