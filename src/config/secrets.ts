import { OperatorError } from '../model/error.ts';
import type { AlertConfig, ChannelConfig, SecretRef } from './config.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A secret with the name of the variable it came from; only collectors are handed one. */
export interface ResolvedToken {
  readonly name: string;
  readonly value: string;
}

/** The Railway tokens named. Every missing one is told; values are never in an error. */
export function resolveTokens(named: readonly SecretRef[], env: Environment): readonly ResolvedToken[] {
  const tokens = named.map(({ env: name }) => ({ name, value: (env[name] ?? '').trim() }));
  const missing = tokens.filter(({ value }) => value === '').map(({ name }) => name);
  if (missing.length > 0) {
    const set = missing.length === 1 ? 'is not set' : 'are not set';
    throw new OperatorError(
      'TOKEN_MISSING',
      `${missing.join(', ')} ${set}, and the configuration names ${missing.length === 1 ? 'it' : 'them'} as Railway token.`,
      'Export it in the shell or the CI job that runs firebreak, or take it out of providers.railway.tokens.',
    );
  }
  const broken = tokens.filter(({ value }) => !/^[\x21-\x7e]+$/.test(value)).map(({ name }) => name);
  if (broken.length > 0) {
    throw new OperatorError(
      'TOKEN_UNUSABLE',
      `${broken.join(', ')} holds spaces, line breaks or other characters that no token has.`,
      'Set it again from the token page, without quotes or line breaks.',
    );
  }
  return tokens;
}

/** Every secret a channel needs: its address, where that works like a password, and its keys. */
export function secretsOf(channel: ChannelConfig): readonly SecretRef[] {
  switch (channel.type) {
    case 'email':
      return channel.login === null ? [] : [channel.login.password];
    case 'pagerduty':
      return [channel.routingKey];
    case 'webhook':
      return [channel.webhook, channel.secret];
    default:
      return [channel.webhook];
  }
}

/** The variables of a channel that are not set. */
export function unsetOf({ channel }: Pick<AlertConfig, 'channel'>, env: Environment): readonly string[] {
  const names = secretsOf(channel).map((secret) => secret.env);
  return names.filter((name) => (env[name] ?? '').trim() === '');
}

/** A line for each channel that takes nothing, so that nobody waits in vain for what it would have told. */
export function muteLines(
  alerts: readonly Pick<AlertConfig, 'name' | 'channel'>[],
  env: Environment,
): readonly string[] {
  return alerts.flatMap((alert) => {
    const unset = unsetOf(alert, env);
    if (unset.length === 0) return [];
    const are = unset.length === 1 ? 'is' : 'are';
    return [
      `alerts: ${alert.name} takes nothing: ${unset.join(' and ')} ${are} not set. What it is to be told is kept for it.`,
    ];
  });
}
