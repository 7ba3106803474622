import type { Limits, Settings } from '../model/inventory.ts';

/** What counts as old, unused or too many where nobody says otherwise. */
export const defaultLimits: Limits = {
  credentialMaxAgeDays: 90,
  unusedCredentialDays: 45,
  restoreTestMaxAgeDays: 90,
  backupMaxAgeHours: 26,
  survivorHorizonDays: 14,
  productionDestroyers: 3,
};

/** What is judged by where nobody wrote a configuration: the default limits, and nothing declared. */
export function defaultSettings(name: string): Settings {
  return {
    name,
    limits: defaultLimits,
    agents: [],
    copies: [],
    attest: [],
    breakGlass: [],
    failOn: 'high',
    rulesAt: null,
  };
}
