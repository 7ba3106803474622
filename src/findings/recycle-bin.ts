import type { Guard } from '../model/asset.ts';
import type { Judging } from './check.ts';
import { fail, pass, type Ruling } from './ruling.ts';
import { list, quoted, span } from './wording.ts';

/** Whether what is deleted is caught: by a rule that nobody switches off at once. */
export function caughtByBin(name: string, guards: readonly Guard[], judging: Judging): Ruling {
  const bins = guards.filter(({ type }) => type === 'recycle-bin');
  const [first] = bins;
  if (first === undefined)
    return fail(`${quoted(name)} is gone as soon as it is deleted: no recycle bin catches it.`, {
      recycleBin: false,
    });
  if (bins.some((bin) => switchesOf(bin, judging).length === 0)) return pass;
  const calls = list([...new Set(bins.flatMap((bin) => switchesOf(bin, judging)))].toSorted());
  const time = first.hours === undefined ? '' : ` for ${span(first.hours)}`;
  return fail(
    `The recycle bin that keeps ${quoted(name)}${time} can be switched off before a deletion by whoever may: ${calls}.`,
    { recycleBin: true, clearedBy: calls },
  );
}

/** Calls that switch a guard off at once: neither after a wait, nor on what is guarded itself. */
function switchesOf({ clearedBy }: Guard, { index }: Judging): readonly string[] {
  const isHeld = (id: string | undefined): boolean => {
    const carrier = id === undefined ? undefined : index.get(id);
    return carrier?.kind === 'vault' && carrier.props.guards.length > 0;
  };
  return clearedBy
    .filter(({ on, afterHours = 0 }) => afterHours === 0 && !isHeld(on))
    .map(({ operation }) => operation);
}
