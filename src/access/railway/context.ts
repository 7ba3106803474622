import type { InventoryIndex } from '../../model/inventory.ts';
import type { Holding } from './grants.ts';
import type { Place } from './place.ts';

/** What every question about Railway access looks at. */
export interface Context {
  readonly index: InventoryIndex;
  readonly holding: (principal: string) => Holding;
  readonly place: (target: string) => Place;
}
