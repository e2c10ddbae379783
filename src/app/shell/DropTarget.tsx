/**
 * The whole page as a place to drop files on, and to paste a link on. Whatever is a network becomes the network, whatever
 * is data becomes the data. The keyboard's way is the Model and Data stations.
 */

import { useEffect, useState } from 'react';
import type { Engine } from '../engine/engine.ts';
import { t } from '../messages/t.ts';
import { useStudio } from '../store/context.tsx';
import { droppedFiles } from './droppedFiles.ts';
import { sortFiles } from './sortFiles.ts';

export function DropTarget() {
  const { engine } = useStudio();
  const [over, setOver] = useState(false);
  useEffect(() => listen(engine, setOver), [engine]);
  if (!over) return null;
  return (
    <div className="drop-veil" aria-hidden="true">
      <p>
        {t('Let go: networks and data')}
        <br />
        {t('are opened here, in this tab.')}
      </p>
    </div>
  );
}

/** Opens files of any kind: what is kept work is taken in, then networks, since data is fitted to them. */
export async function openFiles(engine: Engine, files: readonly File[]): Promise<void> {
  const { model, data } = sortFiles(await engine.takeIn(files));
  if (model.length > 0) await engine.openModel(model.length === 1 && model[0] ? model[0] : model);
  if (data.length > 0) await engine.openData(data);
}

// ---------------------------------------------------------------------------------------------------------------------

function listen(engine: Engine, setOver: (over: boolean) => void): () => void {
  let depth = 0;
  const enter = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    depth++;
    setOver(true);
  };
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };
  const leave = (): void => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) setOver(false);
  };
  const drop = (event: DragEvent): void => {
    depth = 0;
    setOver(false);
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void droppedFiles(event.dataTransfer).then((files) => openFiles(engine, files));
  };
  const paste = (event: ClipboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) return void openFiles(engine, files);
    const text = event.clipboardData?.getData('text').trim() ?? '';
    if (/^https?:\/\/\S+$/.test(text)) void engine.openModel(text);
  };
  const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop, paste } as const;
  window.addEventListener('dragenter', enter);
  window.addEventListener('dragover', over);
  window.addEventListener('dragleave', leave);
  window.addEventListener('drop', drop);
  window.addEventListener('paste', paste);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      window.removeEventListener(name, listener as EventListener);
    }
  };
}
