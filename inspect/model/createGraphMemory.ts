import type { Batch, BulkSnapshot } from './Channel.ts';
import type { GraphActivity, GraphModel, GraphNodeError } from './GraphModel.ts';
import type { WireValue } from './WireValue.ts';

type GraphPart = 'graphs' | 'activity';

/** The graph part of a collector: the graphs, and the last values and errors of their nodes. */
export interface GraphMemory {
  setGraphs(graphs: readonly GraphModel[]): void;
  addActivity(activity: GraphActivity): void;
  take(): Pick<Batch, GraphPart>;
  all(): Pick<BulkSnapshot, GraphPart>;
}

interface LastOfGraph {
  readonly values: Map<string, WireValue>;
  /** The last error of each node. */
  readonly errors: Map<string, GraphNodeError>;
}

/** Makes a {@link GraphMemory}. */
export function createGraphMemory(): GraphMemory {
  let graphs: readonly GraphModel[] = [];
  const last = new Map<string, LastOfGraph>();
  let graphsChanged = false;
  let activity: GraphActivity[] = [];

  function remember(news: GraphActivity): void {
    const known = last.get(news.graph) ?? { values: new Map(), errors: new Map() };
    for (const [socket, value] of Object.entries(news.values)) known.values.set(socket, value);
    for (const error of news.errors) known.errors.set(error.node, error);
    last.set(news.graph, known);
    const { active } = news;
    if (active === null) return;
    graphs = graphs.map((graph) => (graph.id === news.graph ? { ...graph, active } : graph));
  }

  return {
    setGraphs(next) {
      graphs = next;
      graphsChanged = true;
    },
    addActivity(news) {
      remember(news);
      activity.push(news);
    },
    take() {
      const news = { graphs: graphsChanged ? graphs : [], activity };
      graphsChanged = false;
      activity = [];
      return news;
    },
    all: () => ({
      graphs,
      activity: [...last].map(([graph, { values, errors }]) => ({
        graph,
        active: null,
        pulses: {},
        values: Object.fromEntries(values),
        errors: [...errors.values()],
      })),
    }),
  };
}
