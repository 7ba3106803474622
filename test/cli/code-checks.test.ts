import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeChecks } from '../../src/cli/code-checks.ts';
import { runChecks } from '../../src/findings/run.ts';
import { store, world } from '../checks/world.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-checks-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs one file against two stores, the first of them tagged. */
async function judged(evaluate: string, { top = '', limitMs = 20_000 } = {}) {
  const file = join(folder, 'own-store-is-tagged.ts');
  const text = `import { defineCheck, fail, pass } from 'firebreak/checks';
${top}
export default defineCheck({
  id: 'own-store-is-tagged', title: 'Every store is tagged', severity: { production: 'low', otherwise: 'low' },
  judges: 'store', needs: [], proof: 'absence', why: 'So.', fix: {}, frameworks: [],
  evaluate(store, judging) { ${evaluate} },
});`;
  await writeFile(file, text);
  const context = world({ assets: [store('db', { tags: { owner: 'ops' } }), store('x')] });
  const { index, radius } = context;
  const checks = await codeChecks({ files: [file], inventory: index.inventory, radius, limitMs });
  return runChecks(checks, context).findings.map(
    ({ outcome, check, message }) => `${outcome} ${check}: ${message}`,
  );
}

const good =
  'return store.tags.owner === undefined ? fail(store.name + " has no owner.", { owner: null }) : pass;';
const broken = (why: RegExp) => [
  expect.stringMatching(new RegExp(`^error own-store-is-tagged: .*${why.source}`)),
];

describe('a check of one’s own, in TypeScript', () => {
  it('judges like any other', async () => {
    expect(await judged(good)).toEqual(['fail own-store-is-tagged: x has no owner.']);
  });

  it('sees no environment', async () => {
    process.env.SECRET_FOR_CODE_CHECKS = 'hunter2';
    const said = await judged('return fail(JSON.stringify(process.env), {});');
    delete process.env.SECRET_FOR_CODE_CHECKS;
    expect(said.join()).toMatch(/\{\}/);
    expect(said.join()).not.toContain('hunter2');
  });

  it.each([
    ['throws', "throw new Error('oops');", {}, /oops/],
    ['says nothing', 'return undefined;', {}, /said/],
    ['talks nonsense', "return { outcome: 'splendid' };", {}, /no ruling/],
    ['never ends', 'for (;;);', { limitMs: 3_000 }, /longer than 3 seconds/],
    ['never begins', good, { top: 'for (;;);', limitMs: 3_000 }, /longer than 3 seconds/],
    ['fails to load', good, { top: "throw new Error('no luck');" }, /no luck/],
    ['ends the process', 'process.exit(0);', {}, /ended before/],
    [
      'reads what is not its own',
      '',
      { top: "import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname');" },
      /restricted/,
    ],
    [
      'writes',
      '',
      { top: "import { writeFileSync } from 'node:fs'; writeFileSync('x', 'y');" },
      /restricted/,
    ],
    [
      'starts something',
      '',
      { top: "import { execSync } from 'node:child_process'; execSync('env');" },
      /restricted/,
    ],
  ])('that %s is an error by its name', async (_, evaluate, over, why) => {
    expect(await judged(evaluate, over)).toEqual(broken(why));
  });
});
