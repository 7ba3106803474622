import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const files = globSync('examples/github/firebreak-{nightly,baseline-change}.yml');

describe.each(files)('%s', (file) => {
  const workflow = parse(readFileSync(file, 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('is there with its steps', () => {
    expect(files).toHaveLength(2);
    expect(steps.length).toBeGreaterThan(3);
  });

  it('runs actions by commit', () => {
    for (const { uses } of steps)
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('puts nothing that others write into a script', () => {
    for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{/);
  });

  it('may write no contents, and leaves no token in the checkout', () => {
    expect(workflow.permissions.contents).toBe('read');
    for (const step of steps)
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
  });

  it('takes the anchor from outside the checkout', () => {
    expect(readFileSync(file, 'utf8')).toMatch(
      /FIREBREAK_BASELINE_ANCHOR: \$\{\{ vars\.FIREBREAK_BASELINE_ANCHOR \}\}/,
    );
  });
});
