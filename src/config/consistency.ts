import type { ConfigFile, FileAlert } from './config-file.ts';
import { isLoopback } from './endpoint.ts';
import { pathText } from './schema-problems.ts';
import { channelTypes, nameOf } from './settle-alert.ts';
import type { Problem, YamlFile } from './yaml-file.ts';

interface Remark {
  readonly at: readonly string[];
  readonly text: string;
}

/** What a schema can't say: names that stand twice, and parts that contradict each other. */
export function inconsistencies(config: ConfigFile, file: YamlFile): readonly Problem[] {
  const remarks = [
    ...twice(
      'environments',
      config.environments,
      ({ name }) => name,
      'this environment is already declared above',
    ),
    ...twice('agents', config.agents, ({ name }) => name, 'this agent is already declared above'),
    ...twice('checks', config.checks, ({ id }) => id, 'this check is already written above'),
    ...windowRemarks(config),
    ...railwayRemarks(config.providers.railway),
    ...accountRemarks(config.providers.aws?.accounts),
    ...alertRemarks(config.alerts),
    ...historyRemarks(config.history),
  ];
  return remarks.map(({ at, text }) => ({ ...file.place(at), path: pathText(at), text }));
}

function twice<T>(
  list: string,
  items: readonly T[] = [],
  keyOf: (item: T) => string,
  text: string,
): readonly Remark[] {
  const keys = items.map(keyOf);
  return keys.flatMap((key, place) =>
    keys.indexOf(key) === place ? [] : [{ at: [...list.split('.'), String(place)], text }],
  );
}

/** A window of an environment that does not exist would be kept by nobody, and nobody would hear of it. */
function windowRemarks({ environments = [], changeWindows = [] }: ConfigFile): readonly Remark[] {
  const declared = new Set(environments.map(({ name }) => name));
  return changeWindows.flatMap(({ environment }, place) =>
    declared.has(environment)
      ? []
      : [
          {
            at: ['changeWindows', String(place), 'environment'],
            text: 'no environment of this name is declared under `environments`',
          },
        ],
  );
}

function railwayRemarks(railway: ConfigFile['providers']['railway']): readonly Remark[] {
  if (railway === undefined) return [];
  if (railway.tokens === undefined && railway.tokenEnv === undefined) {
    return [{ at: ['providers', 'railway'], text: 'expected `tokens` or `tokenEnv`' }];
  }
  if (railway.tokens !== undefined && railway.tokenEnv !== undefined) {
    return [
      { at: ['providers', 'railway', 'tokenEnv'], text: 'expected either `tokens` or `tokenEnv`, not both' },
    ];
  }
  return twice(
    'providers.railway.tokens',
    railway.tokens,
    ({ env }) => env,
    'this token is already listed above',
  );
}

function historyRemarks(history: ConfigFile['history']): readonly Remark[] {
  if (history?.path === undefined || history.urlEnv === undefined) return [];
  return [{ at: ['history', 'urlEnv'], text: 'expected either `path` or `urlEnv`, not both' }];
}

type Accounts = NonNullable<ConfigFile['providers']['aws']>['accounts'];

function accountRemarks(accounts: Accounts): readonly Remark[] {
  if (accounts === undefined || accounts === 'organization') return [];
  const list = 'providers.aws.accounts';
  const foreign = accounts.flatMap(({ id, roleArn }, place) =>
    roleArn === undefined || roleArn.split(':')[4] === id
      ? []
      : [
          {
            at: [...list.split('.'), String(place), 'roleArn'],
            text: 'the role is in another account than `id`',
          },
        ],
  );
  return [...twice(list, accounts, ({ id }) => id, 'this account is already listed above'), ...foreign];
}

function alertRemarks(alerts: ConfigFile['alerts'] = []): readonly Remark[] {
  return alerts.flatMap((alert, place) => {
    const at = ['alerts', String(place)];
    if (channelTypes.filter((type) => alert[type] !== undefined).length !== 1) {
      return [{ at, text: 'expected one channel: slack, teams, discord, pagerduty, webhook or email' }];
    }
    const pagedDaily = alert.pagerduty !== undefined && alert.digest !== undefined;
    return [
      ...nameRemarks(alerts, place, at),
      ...emailRemarks(alert.email, [...at, 'email']),
      ...(pagedDaily
        ? [
            {
              at: [...at, 'digest'],
              text: 'a digest opens and closes no incident; send it to another channel',
            },
          ]
        : []),
    ];
  });
}

/** Deliveries are kept by the channel's name: two of one name would pass for one. */
function nameRemarks(
  alerts: NonNullable<ConfigFile['alerts']>,
  place: number,
  at: readonly string[],
): readonly Remark[] {
  const names = alerts.map(nameOf);
  const name = names[place] ?? '';
  return names.indexOf(name) === place
    ? []
    : [{ at, text: `a channel named "${name}" stands above; give this one a \`name\` of its own` }];
}

function emailRemarks(email: FileAlert['email'], at: readonly string[]): readonly Remark[] {
  if (email === undefined) return [];
  return [
    ...((email.user === undefined) === (email.passwordEnv === undefined)
      ? []
      : [{ at, text: 'expected both `user` and `passwordEnv`, or neither' }]),
    ...(email.security === 'none' && !isLoopback(email.host)
      ? [
          {
            at: [...at, 'security'],
            text: 'none is for a server on this machine; expected starttls or tls: alerts and the password would travel in the clear',
          },
        ]
      : []),
  ];
}
