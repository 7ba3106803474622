import type { SendResult } from '../alerts/send.ts';
import type { PassEnd } from './run-pass.ts';
import type { PassName } from './schedule.ts';

/** What happens in the service, for its log, its metrics and its health. */
export type ServiceEvent =
  | { readonly type: 'waits'; readonly pass: PassName; readonly until: Date }
  | { readonly type: 'began'; readonly pass: PassName; readonly at: Date }
  | {
      readonly type: 'ended';
      readonly pass: PassName;
      readonly at: Date;
      readonly seconds: number;
      readonly end: PassEnd;
    }
  | { readonly type: 'sent'; readonly result: SendResult; readonly waiting: number };

/** Takes events as they come; it never throws. */
export type Observe = (event: ServiceEvent) => void;
