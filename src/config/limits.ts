import type { Limits } from '../model/inventory.ts';

/** What counts as old, unused or too many where nobody says otherwise. */
export const defaultLimits: Limits = {
  credentialMaxAgeDays: 90,
  unusedCredentialDays: 45,
  restoreTestMaxAgeDays: 90,
  backupMaxAgeHours: 26,
  survivorHorizonDays: 14,
  productionDestroyers: 3,
};
