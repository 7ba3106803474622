import { serveAws } from '../../src/stand-ins/aws/index.ts';
import { benchWorld } from './world.ts';

/** Serves a world to the parent process: tells the address, then the number of calls whenever it is asked. */
export async function serve(assets: number, latencyMs: number): Promise<void> {
  const served = await serveAws([benchWorld(assets)], { pageSize: 1000, latencyMs });
  process.on('message', () => process.send?.({ calls: served.calls.length }));
  process.send?.({ url: served.url });
}
