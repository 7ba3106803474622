export { type BlastRadiusInput, blastRadius } from './blast-radius.ts';
export { operationsAt } from './operations/index.ts';
