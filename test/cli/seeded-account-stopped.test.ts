import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withoutVolatile } from '../../src/inventory/volatile.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { readRequest } from '../../src/stand-ins/aws/request.ts';
import { seededAccount } from '../collectors/aws/seeded/account.ts';
import { type Desk, openDesk } from '../collectors/aws/seeded/process.ts';
import { type FaultProxy, faultProxy } from '../trust/fault-proxy.ts';

const scan = ['scan', '--format', 'json', '--fail-on', 'never'];

let desk: Desk;
let close: () => Promise<void>;
let openDoor: (stop?: { readonly after: number; readonly act: () => void }) => Promise<Door>;

/** The way of one process to the account: what a killed one still had on the wire counts for no other. */
interface Door {
  readonly url: string;
  /** Calls that AWS answered, entering an account aside. */
  readonly answered: readonly string[];
}

beforeEach(async () => {
  desk = openDesk();
  const served = await serveAws(seededAccount(), { pageSize: 1 });
  const proxies: FaultProxy[] = [];
  openDoor = async (stop) => {
    const answered: string[] = [];
    const proxy = await faultProxy(served.url, async ({ method, path, headers, body }, pass) => {
      const incoming = Object.assign(Readable.from([Buffer.from(body)]), { method, url: path, headers });
      const { service, api } = await readRequest(incoming);
      if (service !== 'sts') answered.push(`${service}:${api}`);
      if (answered.length === stop?.after) stop.act();
      return pass();
    });
    proxies.push(proxy);
    return { url: proxy.url, answered };
  };
  close = async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await served.close();
  };
});
afterEach(async () => {
  await close();
  desk.close();
});

const read = <T>(path: string): T => JSON.parse(readFileSync(join(desk.folder, path), 'utf8')) as T;
const inventoryIn = (out: string): string =>
  JSON.stringify(withoutVolatile(read<Inventory>(`${out}/inventory.json`)));

/** Answers in files of sources that ended: the first line of a file says whether it is the last of its source. */
function answersLeft(): number {
  const folder = join(desk.folder, 'out/.firebreak-checkpoint');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = files.map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  expect(lines.every(([head = '']) => (JSON.parse(head) as { last: boolean }).last)).toBe(true);
  return lines.flatMap((all) => all.filter((line) => line.startsWith('{"key"'))).length;
}

it('a scan that was killed half-way is resumed without asking anything twice that had ended', async () => {
  const first = await openDoor();
  await desk.run(first.url, [...scan, '-o', 'whole']);
  const whole = first.answered.length;
  let kill = (): void => {};
  const second = await openDoor({ after: Math.floor(whole / 2), act: () => kill() });
  const killed = await desk.run(second.url, [...scan, '-o', 'out'], (child) => {
    kill = () => child.kill('SIGKILL');
  });
  expect(killed.code).toBe(null);
  const left = answersLeft();
  expect(left).toBeGreaterThan(0);
  const third = await openDoor();
  const resumed = await desk.run(third.url, [...scan, '-o', 'out', '--resume']);
  expect(resumed.code, resumed.text).toBe(0);
  expect(third.answered.length).toBe(whole - left);
  expect(inventoryIn('out')).toBe(inventoryIn('whole'));
});

it('a recorded scan replays to the same bytes with nothing to ask', async () => {
  const { url } = await openDoor();
  const first = await desk.run(url, [...scan, '-o', 'first', '--record', 'tape']);
  expect(first.code, first.text).toBe(0);
  await close();
  const again = await desk.run(null, [...scan, '-o', 'again', '--replay', 'tape']);
  expect(again.code, again.text).toBe(0);
  expect(inventoryIn('again')).toBe(inventoryIn('first'));
  const [one, other] = [read<Report>('first/report.json'), read<Report>('again/report.json')];
  expect({ ...other, scan: one.scan, coverage: one.coverage }).toEqual(one);
});
