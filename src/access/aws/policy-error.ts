export type PolicyErrorCode =
  | 'policy-not-json'
  | 'policy-not-object'
  | 'policy-too-large'
  | 'version-unknown'
  | 'statement-missing'
  | 'statement-not-object'
  | 'element-unknown'
  | 'element-wrong-type'
  | 'effect-unknown'
  | 'action-missing'
  | 'resource-missing'
  | 'principal-unknown'
  | 'operator-unknown';

/**
 * A policy document that can't be read as IAM would. What it grants is unknown: treat it as unread, never as
 * empty. `statement` is the Sid, or `#0` for the first statement; null when the document itself is at fault.
 */
export class PolicyError extends Error {
  readonly code: PolicyErrorCode;
  readonly policy: string;
  readonly statement: string | null;

  constructor(code: PolicyErrorCode, policy: string, statement: string | null, what: string) {
    super(`policy ${policy}${statement === null ? '' : `, statement ${statement}`}: ${what}`);
    this.name = 'PolicyError';
    this.code = code;
    this.policy = policy;
    this.statement = statement;
  }
}
