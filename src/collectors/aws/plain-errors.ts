/** Why a request was refused, as AWS words it since 2024: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const refusals =
  /with an explicit deny in (?:an? )?(service control policy|resource control policy|identity-based policy|resource-based policy|permissions boundary|session policy|VPC endpoint policy)|because no (service control policy|resource control policy|identity-based policy|resource-based policy|permissions boundary|session policy|VPC endpoint policy) allows/i;

/** A code as AWS's are: `AccessDenied`, `Client.UnauthorizedOperation`, `com.amazonaws.kms#NotFoundException`. */
const code = /^[A-Za-z][\w.:#/-]{0,120}$/;

/**
 * An error's body with its code, and of its message only what is known to say which policy refused it: what an API
 * writes into an error may hold anything, a secret too, so that nobody after the wire sees it. `errorType`: the
 * header `x-amzn-errortype`.
 */
export function plainError(body: string, errorType: string | undefined): string {
  const text = body.trim();
  if (text.startsWith('{') || text === '') return plainJson(text, errorType);
  if (/^<(\?xml|Error|Response)/.test(text)) return plainXml(text);
  return '<html></html>';
}

function plainJson(text: string, errorType: string | undefined): string {
  const fields = recordOf(text);
  const given = [fields.__type, fields.code, fields.Code, errorType?.split(':')[0]];
  const type = given.find((it): it is string => typeof it === 'string' && code.test(it));
  if (type === undefined) return text === '' ? '' : '{}';
  return JSON.stringify({
    __type: type,
    message: plainMessage(String(fields.message ?? fields.Message ?? '')),
  });
}

function recordOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

function plainXml(text: string): string {
  const given = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
  const message = plainMessage(/<Message>([^<]*)<\/Message>/i.exec(text)?.[1] ?? '');
  const error = `<Code>${code.test(given) ? given : ''}</Code><Message>${message}</Message>`;
  if (text.includes('<ErrorResponse')) return `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
  if (text.includes('<Errors>')) return `<Response><Errors><Error>${error}</Error></Errors></Response>`;
  return `<Error>${error}</Error>`;
}

function plainMessage(message: string): string {
  const [, denied, missing] = refusals.exec(message) ?? [];
  if (denied !== undefined) return `an explicit deny in the ${denied.toLowerCase().replace('vpc', 'VPC')}`;
  return missing === undefined ? '' : `no ${missing.toLowerCase().replace('vpc', 'VPC')} allows it`;
}
