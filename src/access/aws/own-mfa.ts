import { type Actor, isDenied, stepOf } from './actor.ts';
import type { Estate } from './estate.ts';
import { become } from './role-chains.ts';

const mfaKeys = ['aws:multifactorauthpresent', 'aws:multifactorauthage'];

/**
 * A user who may set up an MFA device of its own trades its key for a session with MFA; asking for the session
 * needs no permission.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function withMfa(estate: Estate, actor: Actor): readonly Actor[] {
  const { principal, changes, context } = actor;
  const isUser = principal.arn.includes(':user/');
  const mayHaveIt = context['aws:MultiFactorAuthPresent'] === 'true';
  if (!isUser || mayHaveIt || !mfaKeys.some((key) => estate.keysTested.has(key))) return [];
  const devices = `arn:aws:iam::${principal.account}:mfa/*`;
  const steps = [
    stepOf(actor, 'iam:CreateVirtualMFADevice', devices),
    stepOf(actor, 'iam:EnableMFADevice', principal.arn),
  ];
  const [first, second] = steps;
  if (first === undefined || second === undefined || steps.some(isDenied)) return [];
  const token = { ...second, action: 'sts:GetSessionToken', target: principal.arn };
  const next = { 'aws:MultiFactorAuthPresent': 'true' };
  return [become(actor, { principal, changes, context: next, steps: [...steps, token], escalated: true })];
}
