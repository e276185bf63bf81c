/**
 * What tests of Socket.IO connections need: real servers of three versions, a proxy with real faults, a simulated world
 * for runs without waiting, and a model of a connection's whole life, from which paths, random sequences, races and
 * coverage are made.
 *
 * @module statewire/testing
 */
export { faultProxy, type FaultProxy, type FaultProxyEntry, type FaultProxyOptions } from './faultProxy.ts';
export type { ConnectionMatch, Fault, FaultRule } from './Fault.ts';
export { simulatedWorld, type EmittedMessage, type SimulatedWorld } from './simulatedLink.ts';
export { testServer, type TestServer, type TestServerOptions } from './testServer.ts';

export {
  connectionModel,
  type ConnectionModel,
  type ConnectionModelOptions,
  type ConnectionModelState,
} from './model/connectionModel.ts';
export { ModelError, type Model } from './model/Model.ts';
export { describeStep, type Step, type StepType } from './model/Step.ts';
export {
  coverModel,
  type CoverGoal,
  type CoverOptions,
  type Path,
  type PathCover,
} from './paths/coverGraph.ts';
export { exploreModel, type ModelGraph } from './paths/exploreModel.ts';
export { standardModels } from './paths/standardModels.ts';

export { rules, type RuleName, type Violation } from './run/createRules.ts';
export type { Level } from './run/Level.ts';
export { realLevel, type RealLevelOptions } from './run/realLevel.ts';
export { realSystem, type RealSystemOptions } from './run/realSystem.ts';
export type { CommandsFailure, CommandsReport } from './run/CommandsReport.ts';
export { runCommands, type CommandsOptions } from './run/runCommands.ts';
export { runPath } from './run/runPath.ts';
export { runRaces, type RacesOptions } from './run/runRaces.ts';
export { simulatedLevel, type SimulatedLevelOptions } from './run/simulatedLevel.ts';
export { simulatedSystem, type SimulatedSystemOptions } from './run/SimulatedSystem.ts';
export type { System } from './run/System.ts';
export { testClock, type TestClock } from './run/TestClock.ts';
export { beginTrial, TrialFailure, type Trial, type TrialOptions, type Tried } from './run/Trial.ts';

export {
  reportCoverage,
  type ChartState,
  type ChartTransition,
  type CoverageReport,
  type MachineCoverage,
  type Missing,
  type OpenShare,
  type Share,
} from './coverage/CoverageReport.ts';
export { createCoverage, type Coverage } from './coverage/createCoverage.ts';
export { formatCoverage, type CoverageKind } from './coverage/formatCoverage.ts';
export { renderCoverage } from './coverage/renderCoverage.ts';

export { faultNames, type FaultName } from './verify/faults.ts';
export { serverRules, type Finding, type VerifyRule } from './verify/Finding.ts';
export type { Told } from './verify/playScenario.ts';
export { verify, type VerifyOptions, type VerifyProgress } from './verify/verify.ts';
export type { ScenarioReport, VerifyFailure, VerifyReport } from './verify/VerifyReport.ts';
