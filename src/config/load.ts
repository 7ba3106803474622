import { OperatorError } from '../model/error.ts';
import type { EnvironmentRule } from '../model/inventory.ts';
import type { Config } from './config.ts';
import type { ConfigFile } from './config-file.ts';
import { inconsistencies } from './consistency.ts';
import { schemaErrors } from './schema.ts';
import { mostProblems, schemaProblems } from './schema-problems.ts';
import { settle } from './settle.ts';
import { type Problem, readYaml, type YamlFile } from './yaml-file.ts';

/** Reads the text of a firebreak.yaml; `path` is only for messages. Lists every problem, not just the first. */
export function loadConfig({ text, path }: { readonly text: string; readonly path: string }): Config {
  const file = readYaml(text);
  const problems = problemsOf(file);
  if (problems.length > 0) throw invalid(path, problems);
  return settle(file.value as ConfigFile);
}

/** The rules that say which environment an asset belongs to, in the order in which they count. */
export function environmentRules(config: Config): readonly EnvironmentRule[] {
  return config.environments;
}

function problemsOf(file: YamlFile): readonly Problem[] {
  if (file.problems.length > 0) return file.problems;
  const errors = schemaErrors(file.value);
  if (errors.length > 0) return schemaProblems(errors, file);
  return inconsistencies(file.value as ConfigFile, file);
}

const mostShown = 50;

function invalid(path: string, problems: readonly Problem[]): OperatorError {
  const lines = problems.slice(0, mostShown).map((problem) => {
    const subject = problem.path === '' ? '' : `${problem.path}: `;
    return `${path}:${problem.line}:${problem.column} ${subject}${problem.text}`;
  });
  const rest = problems.length - lines.length;
  if (rest > 0) lines.push(`and ${rest} more`);
  const many = lines.length > 1;
  const atLeast = problems.length < mostProblems ? '' : 'at least ';
  return new OperatorError(
    'CONFIG_INVALID',
    many ? [`${path} has ${atLeast}${problems.length} problems:`, ...lines].join('\n  ') : (lines[0] ?? path),
    'Correct the file; `firebreak init` writes one that is valid.',
  );
}
