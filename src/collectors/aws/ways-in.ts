import type { CollectedAsset, Link } from '../../model/asset.ts';
import { parseArn } from './arn.ts';
import { type CertificateDoors, certificateHolders } from './certificate-ways-in.ts';
import { type CollectedCredential, credential } from './credential.ts';
import type { RoleTrust } from './iam.ts';
import { isServiceLinked } from './iam-principals.ts';
import type { TrustWay } from './trust.ts';

/** Services in which a customer's own code runs with the role: whoever runs code there holds it. */
const codeRunners = new Set([
  'ec2.amazonaws.com',
  'lambda.amazonaws.com',
  'edgelambda.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'pods.eks.amazonaws.com',
  'codebuild.amazonaws.com',
  'glue.amazonaws.com',
  'sagemaker.amazonaws.com',
  'tasks.apprunner.amazonaws.com',
  'elasticmapreduce.amazonaws.com',
  'emr-serverless.amazonaws.com',
  'ssm.amazonaws.com',
  'batch.amazonaws.com',
  'credentials.iot.amazonaws.com',
]);

/** What all entered accounts together say of who can become whom. */
export interface Reachable {
  readonly assets: readonly CollectedAsset[];
  readonly trusts: readonly RoleTrust[];
  /** Instance id (ARN) to the ARN of its instance profile. */
  readonly profiles: ReadonlyMap<string, string>;
  readonly accounts: ReadonlySet<string>;
  /** Account to what lets holders of certificates in; one that is not there was not read. */
  readonly certificates: ReadonlyMap<string, CertificateDoors>;
}

/**
 * Adds the ways in to roles: `may-assume` on principals that a trust names exactly, a credential for each outside
 * subject, service or account, and `runs-as` on instances.
 */
export function addWaysIn(reachable: Reachable): readonly CollectedAsset[] {
  const known = new Set(reachable.assets.map((asset) => asset.id));
  const carried = new Set([...reachable.profiles.values(), ...functionRoles(reachable.assets)]);
  const credentials = reachable.trusts.flatMap((trust) =>
    roleCredentials(trust, { ...reachable, known, carried }),
  );
  const links = linksToAdd(reachable, known);
  const linked = reachable.assets.map((asset) => {
    const more = links.get(asset.id);
    return more === undefined ? asset : { ...asset, links: [...asset.links, ...more] };
  });
  return [...linked, ...credentials];
}

/** Roles that functions run with, as the carriers of workload identities name them. */
function functionRoles(assets: readonly CollectedAsset[]): readonly string[] {
  return assets
    .filter(({ native }) => native === 'AWS::Lambda::Function')
    .flatMap(({ links }) => links)
    .flatMap(({ as, to }) => (as === 'runs-as' ? [`${to}:lambda.amazonaws.com`] : []));
}

function linksToAdd(
  { trusts, profiles }: Reachable,
  known: ReadonlySet<string>,
): ReadonlyMap<string, Link[]> {
  const links = new Map<string, Link[]>();
  const add = (from: string, link: Link): void => {
    const already = links.get(from);
    if (already) already.push(link);
    else links.set(from, [link]);
  };
  const rolesByProfile = new Map(
    trusts.flatMap(({ role, profiles: on }) => on.map((profile) => [profile, role])),
  );
  for (const [instance, profile] of profiles) {
    const role = rolesByProfile.get(profile);
    if (role !== undefined) add(instance, { to: role, as: 'runs-as' });
  }
  const principals = principalFinder(known);
  for (const { role, ways } of trusts) {
    const named = ways.flatMap((way) => (way.by === 'principal' ? (principals(way.arn) ?? []) : []));
    for (const from of new Set(named)) add(from, { to: role, as: 'may-assume' });
  }
  return links;
}

/** Finds a principal by ARN; a session's ARN lacks the role's path, so roles are found by name as well. */
function principalFinder(known: ReadonlySet<string>): (arn: string) => string | undefined {
  const byName = new Map<string, string>();
  for (const id of known) {
    const arn = id.includes(':role/') && !id.includes('#') ? parseArn(id) : null;
    if (arn) byName.set(`${arn.account}/${arn.resource.slice(arn.resource.lastIndexOf('/') + 1)}`, id);
  }
  return (text) => {
    if (known.has(text)) return text;
    const arn = parseArn(text);
    return arn?.resource.startsWith('role/')
      ? byName.get(`${arn.account}/${arn.resource.slice(5)}`)
      : undefined;
  };
}

interface Surroundings extends Pick<Reachable, 'accounts' | 'certificates'> {
  readonly known: ReadonlySet<string>;
  /** Instance profiles that an instance runs with, and roles of functions. */
  readonly carried: ReadonlySet<string>;
}

function roleCredentials(trust: RoleTrust, around: Surroundings): readonly CollectedCredential[] {
  if (isServiceLinked(trust.role)) return [];
  const ordered = trust.ways.filter(isSubject).toSorted((a, b) => (subjectKey(a) < subjectKey(b) ? -1 : 1));
  return [
    ...ordered.map((way, n) => subjectCredential(trust.role, way, n + 1, around.known)),
    ...trust.ways.flatMap((way) => outsider(trust.role, way, around)),
    ...workloadIdentities(trust, around.carried),
    ...certificateHolders(trust, around.certificates.get(heldBy(trust.role).account) ?? unreadDoors),
  ];
}

const unreadDoors: CertificateDoors = { doors: [], isWhole: false };

type SubjectWay = Extract<TrustWay, { readonly provider: string }>;

const isSubject = (way: TrustWay): way is SubjectWay => way.by === 'oidc' || way.by === 'saml';
const subjectKey = (way: SubjectWay): string => JSON.stringify([way.by, way.provider, way.subject]);

function subjectCredential(
  role: string,
  way: SubjectWay,
  n: number,
  known: ReadonlySet<string>,
): CollectedCredential {
  const host = way.provider.replace(/^arn:.*:(oidc|saml)-provider\//, '');
  const oidc = way.by === 'oidc';
  return credential({
    ...heldBy(role),
    id: `aws:${way.by}-subject:${role}:${host}:${n}`,
    native: oidc ? 'AWS::IAM::OIDCSubject' : 'AWS::IAM::SAMLSubject',
    name: `${host} ${way.subject}`,
    props: {
      type: oidc ? 'oidc-subject' : 'saml-subject',
      // Whether the named provider still exists is known only where its list was read.
      status: !way.provider.startsWith('arn:') || known.has(way.provider) ? 'active' : 'unknown',
      expires: 'inexpressible',
      mfa: oidc ? 'never' : 'unknown',
      subject: way.subject,
    },
  });
}

/** Somebody outside the accounts that were entered. */
function outsider(role: string, way: TrustWay, { accounts }: Surroundings): readonly CollectedCredential[] {
  const who =
    way.by === 'anyone' ? '*' : way.by === 'account' ? way.account : way.by === 'principal' ? way.arn : null;
  if (who === null || (way.by === 'account' && accounts.has(way.account))) return [];
  const account = way.by === 'principal' ? parseArn(way.arn)?.account : undefined;
  // An id such as AIDA… is a principal that has been deleted: nobody is it any more.
  if (way.by === 'principal' && (account === undefined || accounts.has(account))) return [];
  return [
    credential({
      ...heldBy(role),
      id: `aws:foreign-account:${role}:${who}`,
      native: 'AWS::IAM::ForeignPrincipal',
      name: who === '*' ? 'anyone with an AWS account' : who,
      props: { type: 'foreign-account', expires: 'inexpressible', mfa: 'may', subject: who },
    }),
  ];
}

function workloadIdentities(trust: RoleTrust, carried: ReadonlySet<string>): readonly CollectedCredential[] {
  const services = trust.ways.flatMap((way) => (way.by === 'service' ? [way.service] : []));
  const runs = services.filter((service) =>
    codeRunners.has(service.replace(/\.amazonaws\.com\.cn$/, '.amazonaws.com')),
  );
  const carriers = runs.flatMap((service) =>
    service.startsWith('ec2.') && trust.profiles.length > 0 ? trust.profiles : [`${trust.role}:${service}`],
  );
  return [...new Set(carriers)].sort().map((carrier) =>
    credential({
      ...heldBy(trust.role),
      id: `aws:workload-identity:${carrier}`,
      native: 'AWS::IAM::WorkloadIdentity',
      name: `code running as ${carrier.slice(carrier.lastIndexOf('/') + 1)}`,
      props: {
        type: 'workload-identity',
        status: carried.has(carrier) ? 'active' : 'unknown',
        expires: 'inexpressible',
        mfa: 'never',
      },
    }),
  );
}

function heldBy(principal: string): { readonly principal: string; readonly account: string } {
  return { principal, account: parseArn(principal)?.account ?? '' };
}
