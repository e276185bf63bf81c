import { useEffect, useState } from 'react';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import { browserLayouts } from './browserLayouts.ts';
import type { ChartLayout, ChartOptions } from './ChartLayout.ts';
import type { ChartDirection } from './toElkGraph.ts';

/** A layout, and what it is of. */
export interface LaidOut {
  readonly layout: ChartLayout;
  readonly definition: MachineDefinition;
  readonly direction: ChartDirection;
}

/** The layout of a statechart; while a new one is worked out, the last of the same statechart. */
export function useChartLayout(
  definition: MachineDefinition | undefined,
  { detail, collapsed }: ChartOptions,
  direction: ChartDirection | null,
): LaidOut | undefined {
  const [laidOut, setLaidOut] = useState<LaidOut>();
  useEffect(() => {
    if (definition === undefined || direction === null) return undefined;
    let isWanted = true;
    void browserLayouts()
      .get(definition, { detail, collapsed }, direction)
      .then((layout) => {
        if (isWanted) setLaidOut({ layout, definition, direction });
      });
    return () => {
      isWanted = false;
    };
  }, [definition, detail, collapsed, direction]);
  return laidOut?.definition.hash === definition?.hash ? laidOut : undefined;
}
