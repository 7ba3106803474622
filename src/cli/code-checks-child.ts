import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CheckDefinition } from '../findings/check.ts';
import { indexReach } from '../findings/reach.ts';
import { subjectsOf } from '../findings/subject.ts';
import { indexInventory } from '../inventory/index-inventory.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { Inventory } from '../model/inventory.ts';

// `firebreak/checks` is this very program, wherever the file lies and whatever is installed beside it.
const own = new URL(`../findings/public${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  .href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'firebreak/checks' ? { url: own, shortCircuit: true } : next(specifier, context),
});

interface Given {
  readonly inventory: Inventory;
  readonly radius: BlastRadius;
}

process.once('message', (given) => {
  run(given as Given)
    .then(() => send({ ended: true }))
    .catch((error: unknown) => send({ error: textOf(error) }))
    .finally(() => process.disconnect());
});

async function run({ inventory, radius }: Given): Promise<void> {
  const file = process.argv[2] ?? '';
  const { default: check } = (await import(pathToFileURL(file).href)) as { default?: CheckDefinition };
  if (typeof check?.evaluate !== 'function') throw new Error('its default export is no check');
  const { id, title, judges, proof, needs, severity } = check;
  await send({ check: { id, title, judges, proof, needs, severity } });
  const index = indexInventory(inventory);
  const { limits } = inventory.settings;
  const context = { index, radius, drift: [], baseline: null, limits, now: new Date(inventory.takenAt) };
  const judging = { ...context, reach: indexReach(radius, index) };
  for (const asset of subjectsOf(judges, context)) {
    try {
      await send({ asset: asset.id, ruling: check.evaluate(asset as never, judging) });
    } catch (error) {
      await send({ asset: asset.id, error: textOf(error) });
    }
  }
}

function send(message: unknown): Promise<void> {
  return new Promise((done, refused) => {
    process.send?.(message, (error: Error | null) => (error === null ? done() : refused(error)));
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
