import type { InspectedActor } from '../../model/InspectedActor.ts';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import { toMermaid } from '../../model/toMermaid.ts';
import { saveFile } from '../shell/saveFile.ts';
import type { MenuItem } from '../shell/Menu.tsx';
import type { ChartLayout } from './ChartLayout.ts';
import { chartSvg, darkColours, lightColours } from './chartSvg.ts';

/** What can be taken away of a statechart. */
export function exportItems(
  actor: InspectedActor,
  definition: MachineDefinition,
  layout: ChartLayout | undefined,
): readonly MenuItem[] {
  const name = actor.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'statechart';
  const picture = (): string => {
    const colours = matchMedia('(prefers-color-scheme: dark)').matches ? darkColours : lightColours;
    return layout === undefined ? '' : chartSvg(layout, { active: new Set(actor.states), colours });
  };
  const mermaid = (): string => toMermaid(definition);
  return [
    {
      label: 'Picture (SVG)',
      run: () => saveFile(`${name}.svg`, new Blob([picture()], { type: 'image/svg+xml' })),
    },
    {
      label: 'Picture (PNG)',
      run: () => {
        if (layout !== undefined) void savePng(`${name}.png`, picture(), layout.width, layout.height);
      },
    },
    {
      label: 'Mermaid (file)',
      run: () => saveFile(`${name}.mmd`, new Blob([mermaid()], { type: 'text/plain' })),
    },
    { label: 'Mermaid (copy)', run: () => void navigator.clipboard.writeText(mermaid()) },
  ];
}

/** Twice as fine as it is drawn, within what browsers' canvases can hold. */
async function savePng(name: string, svg: string, width: number, height: number): Promise<void> {
  const scale = Math.min(2, 8_000 / Math.max(width, height));
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob !== null) saveFile(name, blob);
  } finally {
    URL.revokeObjectURL(url);
  }
}
