import type { ProjectServices } from '../ProjectServices.ts';
import { Signal } from '../Signal.ts';
import { GraphRun } from './GraphRun.ts';
import type { GraphPlan } from './planGraph.ts';
import type { Scheduler } from './Scheduler.ts';

/** What a change of scenes costs at least, in steps: two scenes that activate each other must come to an end. */
const changeCost = 100;

/** A plan of a scene, and the graph that ran by it last. */
interface Place {
  readonly plan: GraphPlan;
  graph: GraphRun | undefined;
}

/** The scenes of a project: one of them is active. */
export interface Scenes {
  readonly active: string | undefined;
  readonly services: ProjectServices['scenes'];
}

/**
 * The scenes of a project. A scene that ends finishes the run that is under way and what `scene/onDeactivate` begins;
 * everything else of it ends at once, and the next scene begins behind it.
 *
 * @param plans - by name
 * @param planAgain - the same plan over other values
 */
export function createScenes(
  plans: ReadonlyMap<string, GraphPlan>,
  planAgain: (plan: GraphPlan) => GraphPlan,
  values: unknown[],
  scheduler: () => Scheduler,
): Scenes {
  const activated = new Signal<string>();
  const deactivated = new Signal<string>();
  const places = new Map(
    [...plans].map(([name, plan]): [string, Place[]] => [name, [{ plan, graph: undefined }]]),
  );
  let active: { readonly name: string; readonly graph: GraphRun } | undefined;

  /** Where a scene can run. One that comes back before its last run has ended must not work on the same values. */
  const findPlace = (name: string): Place | undefined => {
    const known = places.get(name);
    const [first] = known ?? [];
    if (known === undefined || first === undefined) return undefined;
    const free = known.find(({ graph }) => graph === undefined || graph.isDone);
    if (free !== undefined) return free;
    const made: Place = { plan: planAgain(first.plan), graph: undefined };
    known.push(made);
    return made;
  };

  return {
    get active() {
      return active?.name;
    },
    services: {
      activated,
      deactivated,
      activate(name) {
        if (active?.name === name) return;
        const place = findPlace(name);
        if (place === undefined) return;
        const { account } = scheduler();
        if (account !== undefined) account.left -= changeCost + place.plan.nodes.length;
        // Made before anything ends: where that fails, the scene before goes on.
        const graph = new GraphRun(place.plan, scheduler(), values);
        place.graph = graph;
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
