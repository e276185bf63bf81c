import type { ProjectServices } from '../ProjectServices.ts';
import { Signal } from '../Signal.ts';
import { GraphRun } from './GraphRun.ts';
import type { GraphPlan } from './planGraph.ts';
import type { Scheduler } from './Scheduler.ts';

/** What a change of scenes costs at least, in steps: two scenes that activate each other must come to an end. */
const changeCost = 100;

/** The scenes of a project: one of them is active. */
export interface Scenes {
  readonly active: string | undefined;
  readonly services: ProjectServices['scenes'];
}

/**
 * The scenes of a project. A scene that ends finishes the run that is under way and what `scene/onDeactivate` begins;
 * everything else of it ends at once, and the next scene begins behind it.
 */
export function createScenes(
  plans: ReadonlyMap<string, GraphPlan>,
  values: unknown[],
  scheduler: () => Scheduler,
): Scenes {
  const activated = new Signal<string>();
  const deactivated = new Signal<string>();
  let active: { readonly name: string; readonly graph: GraphRun } | undefined;
  return {
    get active() {
      return active?.name;
    },
    services: {
      activated,
      deactivated,
      activate(name) {
        const plan = plans.get(name);
        if (active?.name === name || plan === undefined) return;
        const { account } = scheduler();
        if (account !== undefined) account.left -= changeCost + plan.nodes.length;
        // Made before anything ends: where that fails, the scene before goes on.
        const graph = new GraphRun(plan, scheduler(), values);
        const previous = active;
        scheduler().hold();
        previous?.graph.close(() => deactivated.emit(previous.name));
        active = { name, graph };
        scheduler().add(graph);
        graph.listen();
        activated.emit(name);
        scheduler().release();
      },
    },
  };
}
