import { render } from 'preact';
import { App } from './app.tsx';
import { readIsland } from './data.ts';

async function start(): Promise<void> {
  const island = document.getElementById('report');
  const root = document.getElementById('lists');
  if (island === null || root === null) return;
  const report = await readIsland(island.textContent ?? '');
  island.remove();
  root.replaceChildren();
  const draw = (printing: boolean): void => render(<App report={report} printing={printing} />, root);
  draw(false);
  // A print is made as soon as these return, so the lists are drawn within them.
  addEventListener('beforeprint', () => draw(true));
  addEventListener('afterprint', () => draw(false));
}

start().catch((error: unknown) => {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.textContent = `The lists could not be shown (${String(error)}). report.json holds the same data.`;
  document.getElementById('lists')?.replaceChildren(notice);
});
