/** Which part of a drawing is seen, and how large. */
export interface PanZoom {
  /** Shows all of it. `false` for a change of the window: then only if nobody has moved it since the last fit. */
  fit(isWanted: boolean): void;
  zoomBy(factor: number): void;
  panBy(x: number, y: number): void;
  /** Brings a part into the middle. */
  centreOn(box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }): void;
  setSize(width: number, height: number): void;
  dispose(): void;
}

const closest = 3;
const margin = 20;
/** Below this scale the small print cannot be read: then titles are drawn large instead. */
const farBelow = 0.6;

/**
 * Makes a {@link PanZoom} that moves `stage` in `frame`, by wheel, drag and two fingers. It writes the transform itself:
 * nothing is drawn anew.
 */
export function createPanZoom(frame: HTMLElement, svg: SVGSVGElement, stage: SVGGElement): PanZoom {
  let x = 0;
  let y = 0;
  let scale = 1;
  let width = 1;
  let height = 1;
  let isFitted = true;
  const pointers = new Map<number, { x: number; y: number }>();

  function apply(): void {
    stage.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    const isFar = scale < farBelow;
    svg.classList.toggle('far', isFar);
    if (!isFar) return;
    svg.style.setProperty('--far-size', `${Math.min(44, 11.5 / scale)}px`);
    const tip = String(Math.min(30, 7.5 / scale));
    const marker = svg.querySelector('#tip-far');
    marker?.setAttribute('markerWidth', tip);
    marker?.setAttribute('markerHeight', tip);
  }

  function farthest(): number {
    return Math.min(0.1, fitScale());
  }

  function fitScale(): number {
    const { clientWidth, clientHeight } = frame;
    return Math.max(
      0.02,
      Math.min(1.15, (clientWidth - 2 * margin) / width, (clientHeight - 2 * margin) / height),
    );
  }

  function zoomAt(factor: number, atX: number, atY: number): void {
    const next = Math.min(closest, Math.max(farthest(), scale * factor));
    x = atX - ((atX - x) * next) / scale;
    y = atY - ((atY - y) * next) / scale;
    scale = next;
    isFitted = false;
    apply();
  }

  function place(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const box = frame.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const at = place(event);
    const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    zoomAt(Math.exp((-event.deltaY * step) / (event.ctrlKey ? 120 : 480)), at.x, at.y);
  }

  function onDown(event: PointerEvent): void {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('[role=button]')))
      return;
    pointers.set(event.pointerId, place(event));
    frame.setPointerCapture(event.pointerId);
    frame.classList.add('dragged');
  }

  function onMove(event: PointerEvent): void {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = place(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      x += now.x - before.x;
      y += now.y - before.y;
      isFitted = false;
      apply();
    } else {
      const was = Math.hypot(before.x - other.x, before.y - other.y);
      const is = Math.hypot(now.x - other.x, now.y - other.y);
      if (was > 0) zoomAt(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    pointers.set(event.pointerId, now);
  }

  function onUp(event: PointerEvent): void {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) frame.classList.remove('dragged');
  }

  frame.addEventListener('wheel', onWheel, { passive: false });
  frame.addEventListener('pointerdown', onDown);
  frame.addEventListener('pointermove', onMove);
  frame.addEventListener('pointerup', onUp);
  frame.addEventListener('pointercancel', onUp);

  function fit(isWanted: boolean): void {
    if (!isWanted && !isFitted) return;
    scale = fitScale();
    x = (frame.clientWidth - width * scale) / 2;
    y = (frame.clientHeight - height * scale) / 2;
    isFitted = true;
    apply();
  }

  return {
    fit,
    zoomBy: (factor) => zoomAt(factor, frame.clientWidth / 2, frame.clientHeight / 2),
    panBy(byX, byY) {
      x += byX;
      y += byY;
      isFitted = false;
      apply();
    },
    centreOn(box) {
      scale = Math.max(scale, 0.9);
      x = frame.clientWidth / 2 - (box.x + box.width / 2) * scale;
      y = frame.clientHeight / 2 - (box.y + box.height / 2) * scale;
      isFitted = false;
      apply();
    },
    setSize(nextWidth, nextHeight) {
      width = Math.max(1, nextWidth);
      height = Math.max(1, nextHeight);
    },
    dispose() {
      frame.removeEventListener('wheel', onWheel);
      frame.removeEventListener('pointerdown', onDown);
      frame.removeEventListener('pointermove', onMove);
      frame.removeEventListener('pointerup', onUp);
      frame.removeEventListener('pointercancel', onUp);
    },
  };
}
