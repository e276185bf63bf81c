import type { Project } from '../../project/projectSchema.ts';
import { NodeError } from '../NodeError.ts';
import type { ProjectServices, SharedKey } from '../ProjectServices.ts';
import { Signal } from '../Signal.ts';
import type { GraphLimits } from './limits.ts';
import type { ProjectPlan } from './planProject.ts';
import { ProjectVariable } from './ProjectVariable.ts';
import { createTimers } from './Timers.ts';

interface ServiceParts extends Pick<
  ProjectServices,
  'clock' | 'logger' | 'connections' | 'random' | 'scenes' | 'dispatch' | 'exit'
> {
  readonly project: Project;
  readonly plan: ProjectPlan;
  readonly limits: GraphLimits;
  readonly options: Readonly<Record<string, string>>;
}

/** Makes what the nodes of a project share. */
export function createServices({ project, plan, limits, options, ...parts }: ServiceParts): {
  readonly services: ProjectServices;
  dispose(): void;
} {
  const events = new Map<string, Signal<readonly unknown[]>>();
  const shared = new Map<SharedKey<unknown>, { readonly thing: unknown; dispose(): void }>();
  const variables = new Map(
    project.variables.map(({ name, type }): [string, ProjectVariable] => [
      name,
      new ProjectVariable(name, type, plan.values, plan.variableSlots.get(name) ?? 0),
    ]),
  );
  const services: ProjectServices = {
    ...parts,
    options: new Map(Object.entries(options)),
    timers: createTimers(parts.clock, limits.timers),
    variable(name) {
      const variable = variables.get(name);
      if (variable === undefined) throw new NodeError('node-failed', `There is no variable "${name}".`);
      return variable;
    },
    event(name) {
      let signal = events.get(name);
      if (signal === undefined) events.set(name, (signal = new Signal()));
      return signal;
    },
    shared<Thing>(key: SharedKey<Thing>): Thing {
      let made = shared.get(key);
      if (made === undefined) shared.set(key, (made = key.create(services)));
      // Kept under the key that made it.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return made.thing as Thing;
    },
  };
  return {
    services,
    dispose() {
      for (const { dispose } of shared.values()) dispose();
      shared.clear();
    },
  };
}
