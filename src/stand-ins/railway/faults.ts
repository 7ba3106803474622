import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Call } from './serve.ts';

/** How an answer goes wrong. */
export type Misbehaviour =
  | { readonly as: 'reset' }
  | { readonly as: 'hang' }
  | { readonly as: 'not-authorized' | 'truncated' | 'half-page' | 'validation' }
  | { readonly as: 'error'; readonly message: string; readonly code?: string }
  | { readonly as: 'html'; readonly body?: string }
  | { readonly as: 'status'; readonly status: number; readonly body?: string }
  | { readonly as: 'too-many'; readonly retryAfter: string };

/** A misbehaviour on a root field or operation name, `*` for all: on the nth such call, from it on, or always. */
export type Fault = Misbehaviour & {
  readonly on: string;
  readonly nth?: number;
  readonly from?: number;
};

export function faultFor(faults: readonly Fault[], call: Call, calls: readonly Call[]): Fault | undefined {
  const matches = (fault: Fault, it: Call) =>
    fault.on === '*' || fault.on === it.operation || it.fields.includes(fault.on);
  return faults.find((fault) => {
    if (!matches(fault, call)) return false;
    const count = calls.filter((it) => matches(fault, it)).length;
    if (fault.nth !== undefined) return count === fault.nth;
    return count >= (fault.from ?? 1);
  });
}

/** Sends what a fault makes of an answer; `hang` sends nothing. */
export function misbehave(fault: Fault, result: ExecutionResult, response: ServerResponse): void {
  if (fault.as === 'hang') return;
  if (fault.as === 'reset') {
    response.destroy();
    return;
  }
  const { status, type, body, headers = {} } = faultyAnswer(fault, result);
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

interface FaultyAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function faultyAnswer(
  fault: Exclude<Fault, { as: 'hang' | 'reset' }>,
  result: ExecutionResult,
): FaultyAnswer {
  switch (fault.as) {
    case 'not-authorized':
      return json(200, { data: null, errors: [{ message: 'Not Authorized', extensions: serverError }] });
    case 'error':
      return json(200, {
        data: null,
        errors: [{ message: fault.message, extensions: { code: fault.code } }],
      });
    case 'validation':
      return json(400, { errors: [{ message: 'Cannot query field', extensions: invalid }] });
    case 'half-page':
      return json(200, halved(result));
    case 'truncated':
      return { ...json(200, {}), body: JSON.stringify(result).slice(0, -20) };
    case 'too-many':
      return { ...json(429, {}), headers: { 'retry-after': fault.retryAfter } };
    case 'html':
      return { status: 200, type: 'text/html', body: fault.body ?? '<html><h1>Access denied</h1></html>' };
    case 'status':
      return { status: fault.status, type: 'text/plain', body: fault.body ?? 'oops' };
  }
}

function json(status: number, body: unknown): FaultyAnswer {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

const invalid = { code: 'GRAPHQL_VALIDATION_FAILED' };
const serverError = { code: 'INTERNAL_SERVER_ERROR' };

/** Every page without its second half and without saying whether another follows. */
function halved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(halved);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'pageInfo');
  return Object.fromEntries(
    entries.map(([key, it]) => [
      key,
      halved(key === 'edges' && Array.isArray(it) ? it.slice(0, Math.ceil(it.length / 2)) : it),
    ]),
  );
}
