import type {
  ControlView,
  CopyView,
  Plan,
  PlanStep,
  StoppedBy,
  TenantView,
  Verdict,
} from '../model/blast-radius.ts';
import type { ExplainedPair, Explanation } from './explain.ts';

type OfCredential = Extract<Explanation, { of: 'credential' }>;

const MOST_NAMED = 5;
const MOST_CONTROLS = 8;

/** An explanation as lines of plain text; names are shown as the provider gives them. */
export function explainText(explanation: Explanation): readonly string[] {
  const { pairs, controls } = explanation;
  return [
    ...headline(explanation),
    ...pairs.flatMap((pair) => ['', ...pairLines(pair)]),
    ...tail(explanation),
    ...controlLines(controls),
  ];
}

function headline(explanation: Explanation): readonly string[] {
  switch (explanation.of) {
    case 'credential': {
      const { name, type, agent, verdicts } = explanation.credential;
      const badge = agent === null ? '' : `, held by agent ${agent}`;
      return [`${name} (${type}${badge}): ${countsText(verdicts)}`];
    }
    case 'store': {
      const { name, environments, stoppedBy } = explanation.store;
      return [
        `${name} (${environments.join(', ')})`,
        `  what stops its worst credential: ${stopsText(stoppedBy)}`,
      ];
    }
    case 'worst':
      return [explanation.pairs.length === 0 ? 'No credential ends anything.' : 'The worst first:'];
  }
}

function countsText(verdicts: Readonly<Record<Exclude<Verdict, 'no-reach'>, number>>): string {
  const counted = Object.entries(verdicts).filter(([, count]) => count > 0);
  if (counted.length === 0) return 'ends nothing';
  return counted.map(([verdict, count]) => `${verdict} of ${stores(count)}`).join(', ');
}

function pairLines({
  verdict,
  possible,
  via,
  stores: named,
  plan,
  second,
  pair,
}: ExplainedPair): readonly string[] {
  const calls = plan === null ? '' : ` in ${callsText(plan)}`;
  return [
    `${possible ? 'possible ' : ''}${verdict}${calls} of ${namesText(named.map(({ name }) => name))}`,
    `  by ${via}${pair.escalated ? ' (by escalation)' : ''}, ${pair.confidence}`,
    ...(pair.holdsOnlyIf.length > 0 ? [`  only if ${pair.holdsOnlyIf.join(' and ')}`] : []),
    ...(pair.restsOn.length > 0 ? [`  not known because of ${pair.restsOn.join(', ')}`] : []),
    ...planLines(plan),
    `  stopped by: ${stopsText(pair.stoppedBy)}`,
    ...(pair.lastWayBackUntil === null ? [] : [`  the last way back ends at ${pair.lastWayBackUntil}`]),
    ...(second === null
      ? []
      : [`  milder, in ${callsText(second)}: ${second.steps.map(shortStep).join(', ')}`]),
  ];
}

function planLines(plan: Plan | null): readonly string[] {
  return (plan?.steps ?? []).flatMap((step, i) => [
    `  ${i + 1}. ${shortStep(step)} on ${step.target}${step.as === null ? '' : ` as ${step.as}`}`,
    ...(step.note === null ? [] : [`     ${step.note}`]),
    ...step.allowedBy.map(
      ({ effect, text }) => `     ${effect === 'allow' ? 'allowed' : 'not ruled out'}: ${text}`,
    ),
  ]);
}

function shortStep({ operation, count }: PlanStep): string {
  return count === 1 ? operation : `${operation} x${count}`;
}

function callsText({ calls, atLeast, atMost, waitHours }: Plan): string {
  const bound = atLeast ? 'at least ' : atMost ? 'at most ' : '';
  const wait = waitHours > 0 ? `, after waiting ${waitHours} hours` : '';
  return `${bound}${calls} ${calls === 1 ? 'call' : 'calls'}${wait}`;
}

function stopsText(stops: readonly StoppedBy[]): string {
  return stops.map(({ control, until }) => (until === null ? control : `${control}, ${until}`)).join('; ');
}

function namesText(names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return names.join(', ');
  return `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;
}

function stores(count: number): string {
  return count === 1 ? '1 store' : `${count} stores`;
}

function tail(explanation: Explanation): readonly string[] {
  if (explanation.of === 'credential')
    return [
      ...agentLines(explanation.agent),
      ...stopLines(explanation.stoppedBy, explanation.pairs),
      ...tenantLines(explanation.tenant),
    ];
  if (explanation.of === 'store') return ['', 'Copies:', ...copyLines(explanation.store.copies)];
  return [];
}

/** What an agent could do with everything it holds: more than any one of its credentials, perhaps. */
function agentLines(agent: OfCredential['agent']): readonly string[] {
  if (agent === null || agent.view.worst === null) return [];
  const { view, plan } = agent;
  const { verdict, possible, name } = agent.view.worst;
  const calls = plan === null ? '' : ` in ${callsText(plan)}`;
  const held =
    view.credentials.length === 1 ? 'this one credential' : `${view.credentials.length} credentials`;
  return [
    '',
    `The agent ${view.name}, holding ${held}, at the worst:`,
    `  ${possible ? 'possible ' : ''}${verdict}${calls} of ${name}`,
    ...planLines(plan),
  ];
}

/** What keeps a credential off the stores that it does not end. */
function stopLines(stops: readonly StoppedBy[], pairs: readonly ExplainedPair[]): readonly string[] {
  if (stops.length === 0) return [];
  const title = pairs.length === 0 ? 'What stops it:' : 'What keeps it off the rest:';
  return ['', title, ...stops.map(({ control }) => `  ${control}`)];
}

function tenantLines(tenant: readonly TenantView[]): readonly string[] {
  if (tenant.length === 0) return [];
  return [
    '',
    'It can also end the tenant itself:',
    ...tenant.map(({ operation, ends, window }) => `  ${operation}: ${ends}${window ? `, ${window}` : ''}`),
  ];
}

function copyLines(copies: readonly CopyView[]): readonly string[] {
  if (copies.length === 0) return ['  none'];
  const alike = Map.groupBy(
    copies,
    ({ kind, location, counts, why }) => `${kind} in ${location}: ${counts} ${why}`,
  );
  return [...alike.values()].map((group) => {
    const [{ kind, location, counts, why } = { kind: '', location: '', counts: false, why: '' }] = group;
    return `  ${group.length} ${kind} in ${location}: ${counts ? 'counts' : 'does not count'}, ${why}`;
  });
}

/** Controls of one kind that end as many losses stand together. */
function controlLines(controls: readonly ControlView[]): readonly string[] {
  if (controls.length === 0) return [];
  const alike = Map.groupBy(controls, ({ control, ends, of }) => JSON.stringify([control, ends, of]));
  const lines = [...alike.values()].slice(0, MOST_CONTROLS).map((group) => {
    const [{ control, ends, of } = { control: '', ends: 0, of: 0 }] = group;
    const names = group.flatMap(({ name }) => name ?? []);
    const on = names.length === 0 ? '' : ` (${namesText(names)})`;
    return `  ${control}${on}: ${names.length > 1 ? 'each ends' : 'ends'} ${ends} of ${of} losses`;
  });
  return ['', 'What would end most losses:', ...lines];
}
