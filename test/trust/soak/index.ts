import { disk } from './disk.ts';
import { faults } from './faults.ts';
import { fleet } from './fleet.ts';
import { watching } from './watch.ts';

/** What `npm run soak` runs. */
export interface Soak {
  /** Runs where nobody says otherwise. */
  readonly runs: number;
  readonly run: (order: SoakOrder) => Promise<SoakEnd>;
}

export interface SoakOrder {
  readonly runs: number;
  readonly seed: number;
  /** Shows how far it is. */
  readonly say: (line: string) => void;
}

export interface SoakEnd {
  /** Empty: it holds. */
  readonly problems: readonly string[];
  /** One line with its figures. */
  readonly summary: string;
}

export const soaks: Readonly<Record<string, Soak>> = { faults, disk, watch: watching, fleet };
