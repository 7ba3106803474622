import type { Answer } from './answer.ts';
import type { KnownRequest } from './request.ts';

/** A value of a JSON answer; times are seconds since 1970. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json };

export type JsonItem = Readonly<Record<string, Json>>;

/** A service of the JSON protocols: what each operation answers, and for REST the paths they are called by. */
export interface JsonService {
  /** `GET /backup-vaults/{name}` to the operation; without routes the operation is named in a header. */
  readonly routes?: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, (request: KnownRequest) => JsonItem | Answer>>;
}

/** Seconds since 1970, as the JSON protocols write a time. */
export const at = (iso: string): number => Date.parse(iso) / 1000;

/** A successful answer. */
export function jsonAnswer(result: JsonItem): Answer {
  return { status: 200, body: JSON.stringify(result) };
}

/** An error as the JSON protocols say it. */
export function jsonRefusal(status: number, code: string, message: string): Answer {
  return { status, body: JSON.stringify({ __type: code, message, Message: message }) };
}

/** An error of a REST service has its code in a header, and only what it says in the body. */
export function restError(service: JsonService | undefined, { status, body }: Answer): RestError | null {
  if (service?.routes === undefined || status < 400 || !body.startsWith('{')) return null;
  const { __type, ...rest } = JSON.parse(body) as JsonItem;
  return { code: String(__type), body: JSON.stringify(rest) };
}

interface RestError {
  readonly code: string;
  readonly body: string;
}

/** The answer of a service to one call. */
export function answerJson(service: JsonService, request: KnownRequest): Answer {
  const operation = service.operations[request.api];
  if (operation === undefined) {
    return jsonRefusal(400, 'UnknownOperationException', `${request.api} is not served here`);
  }
  const result = operation(request);
  return isAnswer(result) ? result : jsonAnswer(result);
}

const isAnswer = (result: JsonItem | Answer): result is Answer =>
  typeof result.status === 'number' && typeof result.body === 'string';

/** How a list is paged: the names of the list, and of the token as asked for and as given. */
export interface JsonPaging {
  readonly list: string;
  readonly asked: string;
  readonly given: string;
}

/** A page of a list. With `emptyPages` each token first gives an empty page that says there is more. */
export function jsonPage(request: KnownRequest, paging: JsonPaging, items: readonly Json[]): JsonItem {
  const { args, pageSize, emptyPages } = request;
  const [from = '0', seen] = (args.get(paging.asked) ?? '0').split('-');
  if (emptyPages && seen === undefined && items.length > 0) {
    return { [paging.list]: [], [paging.given]: `${from}-seen` };
  }
  const to = Number(from) + pageSize;
  return {
    [paging.list]: items.slice(Number(from), to),
    ...(to < items.length ? { [paging.given]: String(to) } : {}),
  };
}

/** The operation a REST call is, and the arguments in its path. */
export function routed(
  service: JsonService | undefined,
  method: string,
  path: string,
): { readonly api: string; readonly args: ReadonlyMap<string, string> } | null {
  for (const [route, api] of Object.entries(service?.routes ?? {})) {
    const args = matched(route, `${method} ${path}`);
    if (args !== null) return { api, args };
  }
  return null;
}

function matched(route: string, call: string): ReadonlyMap<string, string> | null {
  const wanted = route.split('/');
  const given = call.split('/');
  if (wanted.length !== given.length) return null;
  const args = new Map<string, string>();
  for (const [n, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined) args.set(name, decodeURIComponent(given[n] ?? ''));
    else if (part !== given[n]) return null;
  }
  return args;
}
