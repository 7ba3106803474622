import * as fc from 'fast-check';
import {
  changeFormats,
  changesSince,
  formats,
  renderGithub,
  renderTerminal,
} from '../../../reports/index.ts';
import { parseReport } from '../../../reports/json/parse.ts';
import { parseInventory } from '../../../src/config/inventory-file.ts';
import { canonicalInventory, canonicalLines } from '../../../src/inventory/canonical-inventory.ts';
import { judgedAgainst } from '../scan-estate.ts';
import { type Damage, damagedJson, damagedText, damages, structuralDamage } from './damage.ts';
import { type FuzzTarget, orRefused, orRefusedLater } from './target.ts';
import type { WholeScan } from './whole-scans.ts';

/** An inventory.json of somebody else: refused by name, or judged as any other. */
export function inventories({ estate, scanned }: WholeScan): FuzzTarget<readonly Damage[]> {
  const lines = [...canonicalLines(scanned.inventory)].join('').split('\n');
  const whole = canonicalInventory(scanned.inventory);
  return {
    name: `inventory-${estate.name}`,
    share: 400,
    cases: fc.array(structuralDamage, { minLength: 1, maxLength: 3 }),
    run: async (all) => {
      const [{ at, other } = { at: 0, other: 0 }] = all;
      const place = at % lines.length;
      const damaged = all.reduce(damagedText, lines[place] ?? '');
      const text = other % 2 === 0 ? lines.toSpliced(place, 1, damaged) : damagedJson(whole, all).split('\n');
      const inventory = await orRefusedLater(() => parseInventory(text, 'inventory.json'));
      if (inventory === null) return;
      const { report } = judgedAgainst(inventory, null);
      const thrown = report.findings.filter(({ outcome }) => outcome === 'error');
      if (thrown.length > 0) throw new Error(thrown.map(({ message }) => message).join('\n'));
    },
  };
}

/** A report.json of somebody else: refused by name, or shown in every format. */
export function reports({ estate, scanned }: WholeScan): FuzzTarget<readonly Damage[]> {
  const text = JSON.stringify(scanned.report);
  return {
    name: `report-${estate.name}`,
    share: 500,
    cases: damages,
    run: (all) => {
      const report = orRefused(() => parseReport(damagedJson(text, all), 'report.json'));
      if (report === null) return;
      for (const { render } of Object.values(formats)) render(report, { script: '', style: '' });
      renderTerminal(report, { width: 80, color: true, out: 'out' });
      renderGithub(report);
      const changes = changesSince(scanned.report, report);
      for (const { render } of Object.values(changeFormats)) render(changes);
    },
  };
}
