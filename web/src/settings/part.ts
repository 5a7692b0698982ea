import type { Me } from '../api/types';

/** Does the work, and then all that is shown may be old. True when it went well. */
export type Act = (work: () => Promise<unknown>) => Promise<boolean>;

export interface PartProps {
  me: Me;
  /** Counts what has been changed here. */
  version: number;
  act: Act;
}
