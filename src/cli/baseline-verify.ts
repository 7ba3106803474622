import { entryDigest, readChain } from '../baseline/chain.ts';
import { baselineFiles, type Located, noVersion, verified } from './baseline-files.ts';
import type { CliIO } from './io.ts';
import { print } from './print.ts';

export interface LogOptions extends Located {
  readonly json?: boolean;
}

/** Checks file, chain and signatures; exit code 2 where they do not hold. */
export async function verify(io: CliIO, options: Located): Promise<void> {
  const files = await baselineFiles(io, options);
  const { problems, remarks, entry, signedBy, trusted, standing } = await verified(io, files);
  const signed = signedBy.length === 0 ? 'unsigned' : `signed by ${signedBy.join(', ')}`;
  print(io, [
    ...problems.map((problem) => `broken: ${problem}`),
    ...remarks.map((remark) => `note: ${remark}`),
    ...(trusted && entry !== null
      ? [`${standing}: ${entry.name} version ${entry.version}, ${signed}`, `anchor: ${entryDigest(entry)}`]
      : ['The baseline cannot be trusted.']),
  ]);
  if (!trusted) io.exitWith(2);
}

/** Lists the approved versions, newest first. */
export async function log(io: CliIO, options: LogOptions): Promise<void> {
  const files = await baselineFiles(io, options);
  const { entries, signatures } = readChain(files.chainText ?? '');
  if (entries.length === 0) throw noVersion(files);
  const rows = entries.map((entry) => ({
    ...entry,
    signedBy: signatures.filter(({ signs }) => signs === entry.version).map(({ by }) => by),
  }));
  if (options.json === true) return print(io, [JSON.stringify(rows, null, 2)]);
  print(
    io,
    rows
      .toReversed()
      .map(({ version, approvedAt, approvers, reason, ticket, expires, signedBy, digest }) =>
        [
          `version ${version}  ${approvedAt}  by ${approvers.join(', ')}: ${reason}`,
          `  ${[ticket, expires === null ? 'no expiry' : `until ${expires}`, signedBy.length === 0 ? 'unsigned' : `signatures of ${signedBy.join(', ')}`, digest].filter((part) => part !== null).join('; ')}`,
        ].join('\n'),
      ),
  );
}
