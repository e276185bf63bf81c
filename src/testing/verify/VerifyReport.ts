import type { CoverageReport } from '../coverage/CoverageReport.ts';
import type { Finding, VerifyRule } from './Finding.ts';
import type { Told } from './playScenario.ts';

/** What became of one scenario, or of all random sequences. */
export interface ScenarioReport {
  /** `random` for the random sequences. */
  readonly name: string;
  readonly title: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly failure?: VerifyFailure;
}

/** A failure as a short story. */
export interface VerifyFailure {
  /** The first one is what it is about. */
  readonly findings: readonly Finding[];
  readonly story: readonly Told[];
  /** Makes it happen again, together with the seed. */
  readonly path: string;
  /** Whether it failed again when it was tried again; `undefined` where that was not tried. */
  readonly isConfirmed?: boolean;
}

/** The verdict on a server, and what it rests on: plain data, fit for JSON. */
export interface VerifyReport {
  readonly verdict: 'passed' | 'failed';
  /** Ended before its time, by whoever ran it. */
  readonly isInterrupted: boolean;
  readonly connection: string;
  /** Without credentials and query. */
  readonly server: string;
  readonly protocol: 'v2' | 'v4' | undefined;
  readonly transports: readonly string[];
  readonly namespaces: readonly string[];
  readonly seed: number;
  /** What was played again, if that was all that was asked for. */
  readonly path: string | undefined;
  readonly ms: number;
  readonly scenarios: readonly ScenarioReport[];
  readonly counts: {
    /** Random sequences. */
    readonly runs: number;
    /** Steps, over all. */
    readonly steps: number;
    readonly attempts: number;
    readonly connects: number;
    readonly drops: number;
    /** How long a connection has lasted that nobody disturbed, at most, in ms. */
    readonly longest: number;
    readonly joins: number;
    readonly sent: number;
  };
  /** What was checked all the time, and how often it did not hold. */
  readonly rules: readonly {
    readonly rule: VerifyRule;
    readonly text: string;
    /** Whether anything came about that could have broken it. */
    readonly isChecked: boolean;
    readonly broken: number;
  }[];
  /** What is good to know. */
  readonly notes: readonly string[];
  /** What the connection's statecharts went through. */
  readonly coverage: CoverageReport;
}
