import { type ComponentChildren, h } from 'preact';
import type { Plan, PlanStep, Verdict } from '../../../src/model/blast-radius.ts';
import type { Severity } from '../../../src/model/inventory.ts';
import { codeSpans } from '../../code-spans.ts';
import { calls, duration, meaning, spoken } from '../../words.ts';
import type { Child } from '../element.ts';
import { marks } from '../mark.ts';
import { formatAddress } from './address.ts';

/** A verdict with its shape, its word and, on hover, what it means. */
export function VerdictWord({
  verdict,
  label,
  possible = false,
}: {
  readonly verdict: Verdict;
  readonly label?: string;
  readonly possible?: boolean;
}): ComponentChildren {
  return (
    <span class={`verdict-word ${verdict}`} title={meaning[verdict]}>
      <span class={`mark ${verdict}`} aria-hidden="true">
        {marks[verdict]}
      </span>{' '}
      {label ?? `${possible ? 'possibly ' : ''}${spoken(verdict)}`}
    </span>
  );
}

export function SeverityWord({ severity }: { readonly severity: Severity }): ComponentChildren {
  return <span class={`severity ${severity}`}>{severity}</span>;
}

/** A link to a row of another list, or of this one. */
export function RowLink({
  view,
  id,
  children,
}: {
  readonly view: string;
  readonly id: string;
  readonly children: ComponentChildren;
}): ComponentChildren {
  return <a href={formatAddress({ view, id, query: {} })}>{children}</a>;
}

export function Steps({ plan }: { readonly plan: Plan }): ComponentChildren {
  return (
    <>
      <ol class="plan">
        {plan.steps.map((step) => (
          <Step key={`${step.operation} ${step.target}`} step={step} />
        ))}
      </ol>
      <p class="sum">
        {calls(plan)}
        {plan.waitHours > 0 ? `, then ${duration(plan.waitHours)} of waiting` : ', no waiting'}.
      </p>
    </>
  );
}

function Step({
  step: { operation, target, count, as, allowedBy, note },
}: {
  readonly step: PlanStep;
}): ComponentChildren {
  const details = [
    ...(as === null ? [] : [`as ${as}`]),
    ...allowedBy.map(({ text }) => `allowed by ${text}`),
    ...(note === null ? [] : [note]),
  ];
  return (
    <li>
      <code>{operation}</code> on {target}
      {count > 1 ? `, ${count.toLocaleString('en-US')} times` : ''}
      {details.length > 0 && <span class="quiet detail">{details.join('; ')}</span>}
    </li>
  );
}

/** A term and what belongs to it; nothing where there is nothing. */
export function Fact({
  term,
  children,
}: {
  readonly term: string;
  readonly children: ComponentChildren;
}): ComponentChildren {
  return children === null || children === '' ? null : (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Text of ours whose `code` is set as code. */
export function WithCode({ text }: { readonly text: string }): ComponentChildren {
  return codeSpans(text).map((span, nth) => (span.code ? <code key={nth}>{span.text}</code> : span.text));
}

/** Markup made by the pure renderers, as the page's own nodes. */
export function drawn(node: Child): ComponentChildren {
  return typeof node === 'string' ? node : h(node.tag, node.attributes, node.children.map(drawn));
}
