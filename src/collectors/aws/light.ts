import type { LeftOut, LighterPass, ScopeEntry } from '../../model/inventory.ts';
import { collectVaults, vaultNatives } from './backup.ts';
import { attachmentNatives, collectAttachments } from './ec2.ts';
import { collectDatabases, databaseNatives } from './rds.ts';
import { type RegionalService, regionalServices } from './services.ts';

/** Credentials, whoever runs code as a role, and what guards attachments: read as a full scan reads them. */
const whole: ReadonlySet<string> = new Set(['sso', 'ecs', 'eks', 'lambda', 'rbin', 'rolesanywhere']);

/** Attachments and guards, without the copies that the same services list. */
const parts: Readonly<Record<string, Pick<RegionalService, 'natives' | 'collect'>>> = {
  backup: { natives: vaultNatives, collect: collectVaults },
  ec2: { natives: attachmentNatives, collect: collectAttachments },
  rds: { natives: databaseNatives, collect: collectDatabases },
};

const lighter: readonly RegionalService[] = regionalServices.flatMap((service) => {
  if (whole.has(service.service)) return [service];
  const part = parts[service.service];
  return part === undefined ? [] : [{ ...service, ...part }];
});

/** What a pass reads Region by Region; IAM and the organisation are read in every pass. */
export function servicesOf(pass: LighterPass | undefined): readonly RegionalService[] {
  return pass === undefined ? regionalServices : lighter;
}

const nativesRead = new Set(lighter.flatMap(({ natives }) => natives));
const servicesRead = new Set(lighter.map(({ service }) => service));

/** What of AWS the pass `light` leaves to full scans. */
export const leftOutOfLight: LeftOut = {
  natives: regionalServices
    .flatMap(({ natives }) => natives)
    .filter((native) => !nativesRead.has(native))
    .sort(),
  services: regionalServices
    .map(({ service }) => service)
    .filter((service) => !servicesRead.has(service))
    .sort(),
  kinds: ['store', 'backup', 'schedule', 'key', 'trail', 'restore-test', 'container'],
};

/** The natives of a scope entry in a pass, and what the pass leaves out. */
export function nativesOf(
  natives: readonly string[],
  pass: LighterPass | undefined,
): Pick<ScopeEntry, 'natives' | 'leftOut'> {
  if (pass === undefined) return { natives };
  const left = new Set(leftOutOfLight.natives);
  return { natives: natives.filter((native) => !left.has(native)), leftOut: leftOutOfLight };
}
