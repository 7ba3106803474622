import { bodyOf, withBody } from './body.ts';

/** The one text that is kept of an audit log's context. */
const longest = 200;

/**
 * A `fetch` that takes everything but the actor out of audit logs before anybody else sees the answer: their context
 * may hold addresses and what was changed (docs.railway.com/enterprise/audit-logs).
 */
export function actorsOnly(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!String(init?.body ?? '').includes('auditLogs(')) return response;
    return withBody(response, withoutContext(await bodyOf(response)));
  };
}

function withoutContext(body: string): string {
  try {
    return JSON.stringify(
      JSON.parse(body, (name, field: unknown) => (name === 'context' ? actorIn(field) : field)),
    );
  } catch {
    // Nobody can tell what such a text holds.
    return 'not an answer';
  }
}

/** `user ann@acme.example`; null where the context names nobody. Its shape is documented in words alone. */
export function actorIn(context: unknown): string | null {
  if (!isRecord(context)) return null;
  const actor = [context.actor, context.user].find(isRecord) ?? {};
  const who = firstText([
    actor.email,
    actor.name,
    actor.id,
    context.actorEmail,
    context.actorId,
    context.userId,
  ]);
  const type = firstText([actor.type, context.actorType]);
  const text = [type, who].filter((part) => part !== null).join(' ');
  return text === '' ? null : text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, longest);
}

function firstText(values: readonly unknown[]): string | null {
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
