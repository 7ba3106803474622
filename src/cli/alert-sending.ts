import { channelsOf } from '../alerts/channels.ts';
import { sendDue } from '../alerts/send.ts';
import type { AlertConfig } from '../config/config.ts';
import type { Outbox } from '../model/history.ts';
import type { CliIO } from './io.ts';

/** A scan that is over is not held up longer by channels that don't answer; what is not sent waits for the next one. */
const patience = 30_000;

/** Sends what is due, and says on stderr what was not taken. It changes no exit code. */
export async function sendAlerts(
  outbox: Outbox,
  alerts: readonly AlertConfig[],
  { io, quiet }: { readonly io: CliIO; readonly quiet: boolean },
): Promise<void> {
  const { delivered } = await sendDue(outbox, channelsOf(alerts, io.env), {
    clock: io.clock,
    wait: io.wait,
    random: Math.random,
    signal: AbortSignal.any([io.signal, AbortSignal.timeout(patience)]),
    tell: (line) => io.stderr.write(`  ${line}\n`),
  });
  if (delivered > 0 && !quiet)
    io.stderr.write(`  alerts: ${delivered} ${delivered === 1 ? 'message' : 'messages'} sent.\n`);
}
