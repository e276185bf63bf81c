import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import type { Connection } from '../../connections/Connection.ts';
import type { Step } from '../model/Step.ts';
import type { LastRuleKeeper } from './createRules.ts';
import type { Ledger } from './Ledger.ts';
import type { Observation } from './Observation.ts';
import type { LinkWatch } from './watchLinks.ts';

/** A step that is one single thing: `elapse` is resolved to a `pass` beforehand. */
export type SimpleStep = Exclude<Step, { readonly type: 'elapse' }>;

/** A connection that steps are tried on, at any level. */
export interface System {
  readonly connection: Connection;
  readonly rules: LastRuleKeeper;
  readonly watch: LinkWatch;
  readonly ledger: Ledger;
  /**
   * Makes steps happen, one right after the other, and waits for what comes of them: where that takes real time, until
   * it is as expected, or for as long as the system is patient.
   *
   * @throws {Error} (a rejection) where one cannot happen
   */
  perform(steps: readonly SimpleStep[], isAsExpected: () => boolean): Promise<void>;
  observe(): Observation;
  /** What was told since the last call. */
  takeNotices(): ConnectionNotice[];
  dispose(): Promise<void>;
}
