import type { AssetOf } from '../model/asset.ts';
import type { AgentView, CredentialView } from '../model/blast-radius.ts';
import type { Agent, InventoryIndex } from '../model/inventory.ts';
import type { Outcome } from './evaluate.ts';
import type { Kin } from './kin.ts';
import type { PlanBook } from './pairs.ts';
import { worseOf } from './stopped-by.ts';
import { isWorse } from './store-views.ts';
import { type Tally, tallyOf } from './tally.ts';

/** What one credential could end, counted. */
export function credentialView(
  index: InventoryIndex,
  credential: AssetOf<'credential'>,
  classId: string,
  tally: Tally,
): CredentialView {
  const principal = index.to(credential.id, 'held-by')[0]?.id ?? null;
  return {
    credential: credential.id,
    name: credential.name,
    type: credential.props.type,
    principal,
    agent:
      index.inventory.settings.agents.find((agent) => isOf(agent, credential.id, principal))?.name ?? null,
    class: classId,
    self: credential.props.self,
    breakGlass: isApart(index, credential),
    ...tally,
  };
}

/** Break-glass identities and root passwords beat everything; they are listed and ranked apart. */
export function isApart(index: InventoryIndex, credential: AssetOf<'credential'>): boolean {
  const { breakGlass } = index.inventory.settings;
  const principal = index.to(credential.id, 'held-by')[0]?.id;
  const declared =
    breakGlass.includes(credential.id) || (principal !== undefined && breakGlass.includes(principal));
  return declared || credential.props.type === 'root-password';
}

/** The credentials an agent holds: those named, and those of the principals named. */
export function credentialsOf(index: InventoryIndex, agent: Agent): readonly string[] {
  const held = agent.credentials.flatMap((id) => {
    if (index.get(id)?.kind === 'credential') return [id];
    return index.from(id, 'held-by').map((credential) => credential.id);
  });
  return [...new Set(held)].sort();
}

/** What an agent could end with everything it holds, from the judgement of all its identities together. */
export function agentView(
  index: InventoryIndex,
  agent: Agent,
  credentials: readonly string[],
  { outcomes, book }: { readonly outcomes: ReadonlyMap<Kin, Outcome>; readonly book: PlanBook },
): AgentView {
  const { name, owner, purpose, expires } = agent;
  const worst = worstInProduction(index, outcomes, book);
  return { name, owner, purpose, expires, credentials, worst, ...tallyOf(outcomes) };
}

function worstInProduction(
  index: InventoryIndex,
  outcomes: ReadonlyMap<Kin, Outcome>,
  book: PlanBook,
): AgentView['worst'] {
  const production = [...outcomes].flatMap(([kin, outcome]) => {
    const shape = kin.shapes.find(({ store }) => index.tier(store) === 'production');
    return shape === undefined ? [] : [{ store: shape.store, outcome }];
  });
  const [first, ...rest] = production;
  if (first === undefined) return null;
  const { store, outcome } = rest.reduce(
    (worst, next) => (isWorse(next.outcome, worst.outcome) ? next : worst),
    first,
  );
  const { judgement, plan } = outcome;
  return {
    store,
    name: index.get(store)?.name ?? store,
    verdict: worseOf(judgement),
    possible: judgement.possible !== null,
    calls: plan?.calls ?? 0,
    plan: book.numberOf(plan),
  };
}

function isOf(agent: Agent, credential: string, principal: string | null): boolean {
  return (
    agent.credentials.includes(credential) || (principal !== null && agent.credentials.includes(principal))
  );
}
