import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnchor } from '../../src/baseline/anchor.ts';
import { type Approval, approveBaseline } from '../../src/baseline/approve.ts';
import {
  type ChainEntry,
  entryDigest,
  entryLine,
  entryText,
  readChain,
  signatureLine,
} from '../../src/baseline/chain.ts';
import { openBaseline } from '../../src/baseline/in-use.ts';
import { sshSignatures } from '../../src/baseline/ssh-keygen.ts';
import { verifyBaseline } from '../../src/baseline/verify.ts';
import { baselineDigest } from '../../src/baseline/write.ts';
import { gap, store } from '../checks/world.ts';
import { acme, scanned } from '../drift/scans.ts';
import { hasSshKeygen, person } from './keys.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const first = scanned(acme).current;
const second = scanned({ ...acme, assets: [...acme.assets, store('db-2')] }).current;

const approval = (over: Partial<Approval> = {}): Approval => ({
  baseline: first,
  previous: null,
  approvers: ['ana@acme.example'],
  reason: 'first baseline',
  ticket: 'OPS-1',
  until: '2027-06-30',
  acceptGaps: [],
  signers: null,
  now,
  ...over,
});

const check = (baselineText: string, chainText: string | null, anchor: string | undefined = undefined) =>
  verifyBaseline({ baselineText, chainText, anchor: readAnchor(anchor), now, signatures: sshSignatures });

describe('an approval', () => {
  it('is refused where the scan could not read everything, until each gap is named', () => {
    const baseline = scanned({
      ...acme,
      gaps: [gap('store'), gap('policy', { reason: 'unlistable' })],
    }).current;
    expect(() => approveBaseline(approval({ baseline }))).toThrow(
      expect.objectContaining({ code: 'GAPS_NOT_ACCEPTED' }),
    );
    const acceptGaps = ['aws:denied:store:111111111111'];
    expect(approveBaseline(approval({ baseline, acceptGaps })).entry.version).toBe(1);
  });

  it.each<[string, Partial<Approval>, string]>([
    ['without a name', { approvers: [] }, 'APPROVAL_INCOMPLETE'],
    ['without a reason', { reason: ' ' }, 'APPROVAL_INCOMPLETE'],
    ['until yesterday', { until: '2026-11-21' }, 'DATE_PAST'],
    ['until no day at all', { until: 'soon' }, 'DATE_INVALID'],
  ])('is refused %s', (_, over, code) => {
    expect(() => approveBaseline(approval(over))).toThrow(expect.objectContaining({ code }));
  });
});

describe('a chain without signers', () => {
  const one = approveBaseline(approval());
  const two = approveBaseline(
    approval({ baseline: second, previous: one.entry, reason: 'invoices moved in' }),
  );
  const chain = one.chainLine + two.chainLine;

  it('holds on its own word, and says so', async () => {
    const found = await check(two.baselineText, chain);
    expect(found).toMatchObject({ trusted: true, standing: 'self-asserted', expired: false });
    expect(found.remarks.join()).toContain('self-asserted');
  });

  it('says when it has expired', async () => {
    const later = new Date('2027-07-01T00:00:00.000Z');
    const found = await verifyBaseline({
      baselineText: two.baselineText,
      chainText: chain,
      anchor: null,
      now: later,
      signatures: sshSignatures,
    });
    expect(found).toMatchObject({ trusted: true, expired: true });
  });

  it.each<[string, string, string | null, string]>([
    ['the file of the version before', one.baselineText, chain, 'not the one approved as version 2'],
    ['no chain', two.baselineText, null, 'no chain file'],
    ['an empty chain', two.baselineText, '', 'no entry'],
    [
      'a chain without its first version',
      two.baselineText,
      two.chainLine,
      'version 2 stands where version 1',
    ],
    ['versions in another order', one.baselineText, two.chainLine + one.chainLine, 'version 2 stands where'],
    ['a version twice', two.baselineText, chain + two.chainLine, 'version 2 stands where version 3'],
    ['a chain cut off in a line', two.baselineText, chain.slice(0, -9), 'cut off'],
    ['an empty line', two.baselineText, chain.replace('\n', '\n\n'), 'line 2'],
    ['a line of something else', two.baselineText, `${chain}{"hello":1}\n`, 'line 3'],
  ])('is broken by %s', async (_, baselineText, chainText, problem) => {
    const found = await check(baselineText, chainText);
    expect(found).toMatchObject({ trusted: false, standing: 'broken' });
    expect(found.problems.join()).toContain(problem);
  });

  it('is broken by a history written anew, where an anchor names the true one', async () => {
    const forged = approveBaseline(approval({ reason: 'trust me' }));
    const found = await check(forged.baselineText, forged.chainLine, entryDigest(one.entry));
    expect(found.problems.join()).toContain('the anchor names a version that is not in the chain');
  });

  it('is held by an anchor up to the version it names, and not beyond without a signature', async () => {
    expect(await check(two.baselineText, chain, entryDigest(two.entry))).toMatchObject({
      standing: 'anchored',
    });
    const found = await check(two.baselineText, chain, entryDigest(one.entry));
    expect(found.problems).toEqual(['version 2 has 0 of the 1 signatures it needs']);
  });

  it('gives a scan nothing to compare with or to accept where it is broken', async () => {
    const input = { chainText: chain, anchor: null, now, signatures: sshSignatures, path: 'b.json' };
    expect(await openBaseline({ ...input, baselineText: two.baselineText })).toMatchObject({
      trusted: true,
      version: 2,
    });
    const broken = await openBaseline({ ...input, baselineText: '{' });
    expect(broken).toMatchObject({ trusted: false, baseline: { assets: [] }, acceptedGaps: [] });
    expect(broken?.verification.problems.join()).toContain('is not JSON');
  });

  it('is not trusted where it was taken away, and is none where it never was', async () => {
    const nothing = {
      baselineText: null,
      chainText: null,
      anchor: null,
      now,
      signatures: sshSignatures,
      path: 'b.json',
    };
    expect(await openBaseline(nothing)).toBeNull();
    for (const over of [{ chainText: chain }, { anchor: readAnchor(entryDigest(one.entry)) }]) {
      const found = await openBaseline({ ...nothing, ...over });
      expect(found).toMatchObject({ trusted: false });
      expect(found?.verification.problems.join()).toContain('there is no baseline at b.json');
    }
  });
});

describe.skipIf(!hasSshKeygen)('a chain that two of three sign', () => {
  const [ana, bo, cy, mallory] = hasSshKeygen
    ? [person('ana@acme.example'), person('bo@acme.example'), person('cy@acme.example'), person('mallory')]
    : [];
  if (ana === undefined || bo === undefined || cy === undefined || mallory === undefined) return;
  const people = [ana, bo, cy].map(({ name, keys }) => ({ name, keys }));
  const signers = { atLeast: 2, people };
  const one = approveBaseline(approval({ signers }));
  const two = approveBaseline(
    approval({ baseline: second, previous: one.entry, reason: 'invoices moved in' }),
  );
  const signed = async (entry: ChainEntry, { name, file }: { name: string; file: string }): Promise<string> =>
    signatureLine({
      signs: entry.version,
      by: name,
      signature: await sshSignatures.sign(entryText(entry), file),
    });
  const anchor = JSON.stringify({ digest: entryDigest(one.entry), signers });
  let byAna = '';
  let byBo = '';
  let whole = '';

  beforeAll(async () => {
    [byAna, byBo] = [await signed(two.entry, ana), await signed(two.entry, bo)];
    const start = (await signed(one.entry, ana)) + (await signed(one.entry, cy));
    whole = one.chainLine + start + two.chainLine + byAna + byBo;
  });

  it('is trusted from its anchor', async () => {
    expect(await check(two.baselineText, whole, anchor)).toMatchObject({
      trusted: true,
      standing: 'anchored',
      problems: [],
      signedBy: ['ana@acme.example', 'bo@acme.example'],
    });
  });

  it('is not trusted with one signature, or with one person twice', async () => {
    for (const chain of [whole.replace(byBo, ''), whole.replace(byBo, byAna)]) {
      const found = await check(two.baselineText, chain, anchor);
      expect(found.problems).toEqual(['version 2 has 1 of the 2 signatures it needs']);
    }
  });

  it('is not trusted with a signature by somebody else, under whatever name', async () => {
    const foreign = await signed(two.entry, mallory);
    const posing = await signed(two.entry, { name: 'bo@acme.example', file: mallory.file });
    expect((await check(two.baselineText, whole.replace(byBo, foreign), anchor)).problems.join()).toContain(
      'not on the list',
    );
    expect((await check(two.baselineText, whole.replace(byBo, posing), anchor)).problems.join()).toContain(
      'does not fit',
    );
  });

  it('is not trusted with a signature made over another version', async () => {
    const old = (await signed(one.entry, bo)).replace('"signs":1', '"signs":2');
    expect((await check(two.baselineText, whole.replace(byBo, old), anchor)).problems.join()).toContain(
      'does not fit',
    );
  });

  it('does not take signers from the very version they would sign', async () => {
    const own = { atLeast: 1, people: [{ name: mallory.name, keys: mallory.keys }] };
    const three = approveBaseline(approval({ previous: two.entry, signers: own, reason: 'new signers' }));
    const found = await check(
      three.baselineText,
      whole + three.chainLine + (await signed(three.entry, mallory)),
      anchor,
    );
    expect(found.problems.join()).toContain('version 3 is signed by mallory, who is not on the list');
  });

  it('refuses an approver who is not on the list, and names one that slipped in', async () => {
    const foreign = { previous: one.entry, approvers: ['mallory'] };
    expect(() => approveBaseline(approval(foreign))).toThrow(
      expect.objectContaining({ code: 'APPROVER_UNKNOWN' }),
    );
    const entry = { ...two.entry, approvers: ['mallory'] };
    const chain = one.chainLine + entryLine(entry) + (await signed(entry, ana)) + (await signed(entry, bo));
    expect((await check(two.baselineText, chain, anchor)).problems.join()).toContain(
      'names mallory as approver',
    );
  });

  it('lets nobody count twice by a second name or a shared key', async () => {
    const doubled = {
      atLeast: 2,
      people: [people[0], { name: 'ana-again', keys: ana.keys }].filter((entry) => entry !== undefined),
    };
    const entry = approveBaseline(approval({ signers: doubled }));
    expect((await check(entry.baselineText, entry.chainLine)).problems.join()).toContain(
      'one key to several signers',
    );
  });

  it('catches every changed byte of the baseline and of the chain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 127 }), async (ofChain, at, by) => {
        const text = ofChain ? whole : two.baselineText;
        const place = at % text.length;
        const other = String.fromCharCode(text.charCodeAt(place) ^ by);
        const bad = text.slice(0, place) + other + text.slice(place + 1);
        const found = await check(ofChain ? two.baselineText : bad, ofChain ? bad : whole, anchor);
        expect(found.trusted).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  /** Every path to a value in a piece of JSON. */
  function paths(value: unknown): readonly (readonly string[])[] {
    if (typeof value !== 'object' || value === null) return [[]];
    return Object.entries(value).flatMap(([key, part]) => paths(part).map((path) => [key, ...path]));
  }

  function changedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
    if (key === undefined)
      return typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}x` : 'x';
    const copy: Record<string, unknown> = Array.isArray(value)
      ? ([...value] as never)
      : { ...(value as object) };
    copy[key] = changedAt(copy[key], rest);
    return copy;
  }

  it('catches every field of every line of the chain in turn, the digests made to fit again', async () => {
    const lines = whole.trimEnd().split('\n');
    for (const [number, line] of lines.entries()) {
      const value: object = JSON.parse(line);
      for (const path of paths(value)) {
        const changed = changedAt(value, path) as object;
        const { entry: _, ...rest } = changed as ChainEntry & { entry?: string };
        // A forger would make the line's own digest fit again.
        const forged =
          'entry' in value && path[0] !== 'entry'
            ? entryLine(rest as ChainEntry).trimEnd()
            : JSON.stringify(changed);
        const chain = `${lines.with(number, forged).join('\n')}\n`;
        const found = await check(two.baselineText, chain, anchor);
        expect(found.trusted, `line ${number + 1}, ${path.join('.')}`).toBe(false);
      }
    }
  });

  it('catches every field of the baseline in turn', async () => {
    const value: object = JSON.parse(two.baselineText);
    for (const path of paths(value)) {
      const forged = `${JSON.stringify(changedAt(value, path))}\n`;
      expect(baselineDigest(forged)).not.toBe(two.entry.digest);
    }
    const forged = two.baselineText.replace('"recoverable"', '"total-loss"');
    expect((await check(forged, whole, anchor)).problems).toEqual([
      "the baseline's file is not the one approved as version 2",
    ]);
  });
});

describe('the anchor', () => {
  it.each([
    'nonsense',
    '{}',
    '{"digest":"md5:1"}',
    '[]',
    'null',
    '{"signers":{"atLeast":0,"people":[]}}',
    'sha256:short',
  ])('is refused as %j', (text) => {
    expect(() => readAnchor(text)).toThrow(expect.objectContaining({ code: 'ANCHOR_INVALID' }));
  });

  it('is none where nothing is set', () => {
    expect(readAnchor(undefined)).toBeNull();
    expect(readAnchor(' ')).toBeNull();
  });
});

it('reads a chain of many lines without losing one', () => {
  const { chainLine } = approveBaseline(approval());
  expect(readChain(chainLine.repeat(3)).entries).toHaveLength(3);
});
