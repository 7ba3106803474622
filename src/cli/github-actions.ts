import { randomUUID } from 'node:crypto';
import { renderGithub, renderMarkdown } from '../../reports/index.ts';
import type { Report } from '../model/report.ts';
import type { CliIO } from './io.ts';

/**
 * Text for stdout. The log of a GitHub Actions step takes a line that starts with `::` for a command, so that a
 * cloud resource's name could give one: there, commands are stopped around the text by a word nobody can know.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
 */
export function safeForLog(io: CliIO, text: string): string {
  if (!isActions(io)) return text;
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}::${word}::\n`;
}

/** In a GitHub Actions step: annotations on stdout, and the Markdown in the step's summary. */
export async function tellActions(io: CliIO, report: Report, quiet: boolean): Promise<void> {
  if (isActions(io) && !quiet) io.stdout.write(renderGithub(report));
  const path = io.env.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return;
  const before = (await io.exists(path)) ? await io.readFile(path) : '';
  await io.writeFileWhole(path, `${before}${renderMarkdown(report)}\n`);
}

function isActions({ env }: CliIO): boolean {
  return env.GITHUB_ACTIONS === 'true';
}
