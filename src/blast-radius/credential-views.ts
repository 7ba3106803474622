import type { AssetOf } from '../model/asset.ts';
import type { AgentView, CredentialView } from '../model/blast-radius.ts';
import type { Agent, InventoryIndex } from '../model/inventory.ts';
import type { Tally } from './tally.ts';

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

export function agentView(agent: Agent, credentials: readonly string[], tally: Tally): AgentView {
  const { name, owner, purpose, expires } = agent;
  return { name, owner, purpose, expires, credentials, ...tally };
}

function isOf(agent: Agent, credential: string, principal: string | null): boolean {
  return (
    agent.credentials.includes(credential) || (principal !== null && agent.credentials.includes(principal))
  );
}
