import type { Anchor } from './anchor.ts';
import {
  type Chain,
  type ChainEntry,
  type ChainSignature,
  entryDigest,
  entryText,
  readChain,
  type SigningRule,
} from './chain.ts';
import type { Signatures } from './ssh-keygen.ts';
import { baselineDigest } from './write.ts';

export interface VerifyInput {
  readonly baselineText: string;
  /** null: there is no chain file. */
  readonly chainText: string | null;
  readonly anchor: Anchor | null;
  readonly now: Date;
  readonly signatures: Pick<Signatures, 'verify'>;
}

/** What the chain says of a baseline. Without problems it is trusted: from an anchor, or on its own word. */
export interface Verification {
  readonly trusted: boolean;
  readonly standing: 'anchored' | 'self-asserted' | 'broken';
  /** Each names what is broken, and the version it is about. */
  readonly problems: readonly string[];
  /** True and worth knowing, without breaking trust. */
  readonly remarks: readonly string[];
  readonly entry: ChainEntry | null;
  readonly expired: boolean;
  /** Names that signed the version in use. */
  readonly signedBy: readonly string[];
}

const nobody: SigningRule = { atLeast: 0, people: [] };

/** Versions in order without a hole, each naming the entry before it. */
function brokenLinks(entries: readonly ChainEntry[]): readonly string[] {
  return entries.flatMap((entry, index) => {
    const previous = entries[index - 1];
    const expected = previous === undefined ? null : entryDigest(previous);
    return [
      ...(entry.version === index + 1
        ? []
        : [`version ${entry.version} stands where version ${index + 1} has to be`]),
      ...(entry.before === expected
        ? []
        : [`version ${entry.version} does not follow the version before it`]),
      ...(previous !== undefined && entry.name !== previous.name
        ? [`version ${entry.version} is of another baseline`]
        : []),
      ...(previous !== undefined && entry.approvedAt < previous.approvedAt
        ? [`version ${entry.version} was approved before version ${previous.version}`]
        : []),
    ];
  });
}

/** A rule that one person could fulfil twice, or nobody at all. */
function brokenRule({ version, signers }: ChainEntry): readonly string[] {
  const names = signers.people.map(({ name }) => name);
  const keys = signers.people.flatMap((person) => person.keys);
  return [
    ...(new Set(names).size === names.length ? [] : [`version ${version} lists a signer twice`]),
    ...(new Set(keys).size === keys.length ? [] : [`version ${version} gives one key to several signers`]),
    ...(signers.atLeast <= names.length
      ? []
      : [`version ${version} asks for more signatures than it has signers`]),
  ];
}

interface Signed {
  readonly problems: readonly string[];
  readonly names: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Who may sign a version: those the version before names; for the first, those of the anchor, or its own. */
function ruleFor(entry: ChainEntry, entries: readonly ChainEntry[], anchor: Anchor | null): SigningRule {
  if (entry.version > 1) return entries[entry.version - 2]?.signers ?? nobody;
  return anchor?.signers ?? entry.signers;
}

/** Why a signature counts for nothing; null: it is one of the right person, over the right line. */
export async function signatureProblem(
  { signs, by, signature }: ChainSignature,
  entries: readonly ChainEntry[],
  anchor: Anchor | null,
  { verify }: Pick<Signatures, 'verify'>,
): Promise<string | null> {
  const entry = entries[signs - 1];
  if (entry === undefined || entry.version !== signs) {
    return `a signature of ${by} is under version ${signs}, which is not there`;
  }
  const person = ruleFor(entry, entries, anchor).people.find(({ name }) => name === by);
  if (person === undefined) return `version ${signs} is signed by ${by}, who is not on the list of signers`;
  const fits = await verify(entryText(entry), signature, person);
  return fits ? null : `the signature of ${by} under version ${signs} does not fit`;
}

async function checkSignatures(
  chain: Chain,
  anchor: Anchor | null,
  signatures: Pick<Signatures, 'verify'>,
): Promise<Signed> {
  const problems: string[] = [];
  const names = new Map<number, Set<string>>();
  for (const signature of chain.signatures) {
    const problem = await signatureProblem(signature, chain.entries, anchor, signatures);
    if (problem !== null) problems.push(problem);
    else names.set(signature.signs, (names.get(signature.signs) ?? new Set()).add(signature.by));
  }
  return { problems, names };
}

/** The version the anchor names: it and all before it are held by its digest. */
function anchoredVersion(entries: readonly ChainEntry[], anchor: Anchor | null): number | null {
  if (anchor?.digest == null) return null;
  return entries.find((entry) => entryDigest(entry) === anchor.digest)?.version ?? null;
}

function missingSignatures(
  entries: readonly ChainEntry[],
  signed: Signed,
  anchor: Anchor | null,
): readonly string[] {
  const anchored = anchoredVersion(entries, anchor) ?? 0;
  return entries.flatMap((entry) => {
    if (entry.version <= anchored) return [];
    const { atLeast } = ruleFor(entry, entries, anchor);
    const needed = anchor === null ? atLeast : Math.max(1, atLeast);
    const found = signed.names.get(entry.version)?.size ?? 0;
    if (found >= needed) return [];
    return [`version ${entry.version} has ${found} of the ${needed} signatures it needs`];
  });
}

function foreignApprovers(entries: readonly ChainEntry[], anchor: Anchor | null): readonly string[] {
  return entries.flatMap((entry) => {
    const names = ruleFor(entry, entries, anchor).people.map(({ name }) => name);
    if (names.length === 0) return [];
    const foreign = entry.approvers.filter((name) => !names.includes(name));
    return foreign.map(
      (name) => `version ${entry.version} names ${name} as approver, who is not on the list of signers`,
    );
  });
}

function anchorProblems(entries: readonly ChainEntry[], anchor: Anchor | null): readonly string[] {
  if (anchor?.digest == null || anchoredVersion(entries, anchor) !== null) return [];
  return ['the anchor names a version that is not in the chain: it was cut, or made anew'];
}

function remarks(
  entry: ChainEntry,
  signedBy: ReadonlySet<string>,
  anchor: Anchor | null,
  expired: boolean,
): readonly string[] {
  const unsigned = entry.approvers.filter((name) => !signedBy.has(name));
  return [
    ...(anchor === null
      ? ['self-asserted: FIREBREAK_BASELINE_ANCHOR is not set, so the chain only vouches for itself']
      : []),
    ...(expired ? [`version ${entry.version} expired on ${entry.expires ?? ''}`] : []),
    ...(entry.signers.people.length > 0 && unsigned.length > 0
      ? [`named as approver without a signature: ${unsigned.join(', ')}`]
      : []),
  ];
}

const broken = (problems: readonly string[]): Verification => ({
  trusted: false,
  standing: 'broken',
  problems,
  remarks: [],
  entry: null,
  expired: false,
  signedBy: [],
});

/**
 * Checks a baseline's file against its chain: bytes, links, signatures, who may sign, and the anchor. It needs the
 * two files alone, no history.
 */
export async function verifyBaseline(input: VerifyInput): Promise<Verification> {
  const { baselineText, chainText, anchor, now, signatures } = input;
  if (chainText === null) return broken(['there is no chain file beside the baseline']);
  const chain = readChain(chainText);
  const { entries } = chain;
  const last = entries.at(-1);
  if (last === undefined) return broken([...chain.problems, 'the chain has no entry']);
  const unsound = [
    ...chain.problems,
    ...brokenLinks(entries),
    ...entries.flatMap(brokenRule),
    ...(last.digest === baselineDigest(baselineText)
      ? []
      : [`the baseline's file is not the one approved as version ${last.version}`]),
    ...anchorProblems(entries, anchor),
  ];
  // Signatures under a chain that does not hold would say nothing.
  if (unsound.length > 0) return { ...broken(unsound), entry: last };
  const signed = await checkSignatures(chain, anchor, signatures);
  const problems = [
    ...signed.problems,
    ...missingSignatures(entries, signed, anchor),
    ...foreignApprovers(entries, anchor),
  ];
  const expired = last.expires !== null && last.expires <= now.toISOString();
  const signedBy = signed.names.get(last.version) ?? new Set<string>();
  const standing = problems.length > 0 ? 'broken' : anchor === null ? 'self-asserted' : 'anchored';
  return {
    trusted: problems.length === 0,
    standing,
    problems,
    remarks: remarks(last, signedBy, anchor, expired),
    entry: last,
    expired,
    signedBy: [...signedBy].sort(),
  };
}
