import { expect, it } from 'vitest';
import type { CliIO } from '../../src/cli/io.ts';
import { watchCommand } from '../../src/cli/watch.ts';
import { placeOf } from '../../src/cli/watch-serve.ts';
import { loadConfig } from '../../src/config/load.ts';
import { least } from '../config/acme.ts';

const schedule = "watch: { listen: '127.0.0.1:9000', schedules: [{ cron: '0 2 * * *' }] }";
const config = loadConfig({ text: `${least}${schedule}\n`, path: 'firebreak.yaml' });
const configured = { host: '127.0.0.1', port: 9000 };

/** Where a service listens that is started with these options. */
function place(...options: readonly string[]) {
  const command = watchCommand({} as CliIO);
  command.parseOptions([...options]);
  return placeOf({ config, path: 'firebreak.yaml', guesses: [] }, command.opts());
}

it.each<[readonly string[], ReturnType<typeof place>]>([
  [[], { at: configured, optional: false }],
  [['--role', 'worker'], { at: configured, optional: true }],
  [['--listen', '127.0.0.1:9001'], { at: { host: '127.0.0.1', port: 9001 }, optional: false }],
  [['--listen', 'off'], { at: null, optional: false }],
  [['--role', 'worker', '--listen', 'off'], { at: null, optional: false }],
])('with %j a service listens where it is told, and nowhere where it is told off', (options, expected) => {
  expect(place(...options)).toEqual(expected);
});
