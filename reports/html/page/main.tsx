import { render } from 'preact';
import { readIsland } from './data.ts';

async function start(): Promise<void> {
  const island = document.getElementById('report');
  const root = document.getElementById('lists');
  if (island === null || root === null) return;
  const report = await readIsland(island.textContent ?? '');
  render(<p>{report.findings.length} findings</p>, root);
}

void start();
