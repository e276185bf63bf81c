import type { AnyStateMachine } from 'xstate';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import { connectionModel, type ConnectionModel } from '../../src/testing/model/connectionModel.ts';
import type { Step } from '../../src/testing/model/Step.ts';
import { coverModel } from '../../src/testing/paths/coverGraph.ts';
import { standardModels } from '../../src/testing/paths/standardModels.ts';
import { runCommands } from '../../src/testing/run/runCommands.ts';
import { runPath } from '../../src/testing/run/runPath.ts';
import { simulatedLevel } from '../../src/testing/run/simulatedLevel.ts';
import { mutantsOf, type Mutant } from './mutate.ts';

interface Suite {
  readonly name: string;
  readonly model: ConnectionModel;
  readonly paths: readonly (readonly Step[])[];
}

/** The suites that are generated from the machines as they are. */
export function generateSuites(): Suite[] {
  return Object.entries(standardModels).map(([name, options]) => {
    const model = connectionModel(options);
    return { name, model, paths: coverModel(model).paths.map(({ steps }) => steps) };
  });
}

/** All mutants of all machines, each as the machine of a whole connection. */
export function allMutants(): { readonly id: string; readonly machine: typeof connectionMachine }[] {
  // A mutant has the machine's own form: that it may not do what the form promises is its purpose.
  const asConnection = (machine: AnyStateMachine): typeof connectionMachine =>
    machine as typeof connectionMachine;
  return [
    ...mutantsOf(connectionMachine).map(({ id, machine }: Mutant) => ({
      id,
      machine: asConnection(machine),
    })),
    ...mutantsOf(namespaceMachine).map(({ id, machine }: Mutant) => ({
      id,
      machine: connectionMachine.provide({ actors: { namespace: machine as typeof namespaceMachine } }),
    })),
  ];
}

/** What catches a mutant; `undefined` where nothing does. */
export async function judge(
  suites: readonly Suite[],
  machine: typeof connectionMachine,
  sequences: number,
): Promise<string | undefined> {
  for (const { name, model, paths } of suites)
    for (const steps of paths) {
      const reason = await firstFailure(model, steps, machine);
      if (reason !== undefined) return `${name}: ${reason}`;
    }
  const { failure } = await runCommands({ runs: sequences, seed: 1, level: simulatedLevel({ machine }) });
  return failure === undefined ? undefined : `random sequences: ${firstLine(failure.message)}`;
}

async function firstFailure(
  model: ConnectionModel,
  steps: readonly Step[],
  machine: typeof connectionMachine,
): Promise<string | undefined> {
  try {
    await runPath(model, steps, simulatedLevel({ machine }));
    return undefined;
  } catch (error) {
    return firstLine(error instanceof Error ? error.message : String(error));
  }
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
