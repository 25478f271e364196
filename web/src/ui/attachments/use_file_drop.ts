import { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** A thing that was dropped; a folder is one too, and cannot be read. */
export interface Dropped {
  file: File;
  isFolder: boolean;
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

function droppedIn({ items }: DataTransfer): Dropped[] {
  return [...items].flatMap(item => {
    const file = item.getAsFile();
    return file ? { file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false } : [];
  });
}

/** What is dragged here began on this page: some browsers list a picture or a link as a file. */
let isOwn = false;
const begins = () => (isOwn = true);
const ends = () => (isOwn = false);

/** A window over the page hides where files would go. */
const isCovered = () => document.querySelector('[role=dialog]') !== null;

/**
 * Takes files that are dropped anywhere on the page; says whether some are held over it. Where they are not wanted they are not taken,
 * but the browser does not open them in the place of the page either.
 */
export function useFileDrop(isWanted: boolean, onDrop: (dropped: Dropped[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef({ isWanted, onDrop });
  useLayoutEffect(() => {
    latest.current = { isWanted, onDrop };
  });
  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) =>
      window.addEventListener(type, event => hasFiles(event) && handle(event), { signal: stop.signal });
    const canDrop = () => latest.current.isWanted && !isOwn && !isCovered();
    window.addEventListener('dragstart', begins, { signal: stop.signal });
    window.addEventListener('dragend', ends, { signal: stop.signal });
    // What was dragged and is gone from the page tells of no end; the pointer moves again only after it.
    window.addEventListener('pointermove', ends, { signal: stop.signal });
    listen('dragover', event => {
      event.preventDefault();
      setIsOver(canDrop());
      event.dataTransfer!.dropEffect = canDrop() ? 'copy' : 'none';
    });
    // Each element on the way is left too: only out of the page nothing is come to.
    listen('dragleave', event => {
      if (!event.relatedTarget) setIsOver(false);
    });
    listen('drop', event => {
      event.preventDefault();
      setIsOver(false);
      if (canDrop()) latest.current.onDrop(droppedIn(event.dataTransfer!));
    });
    return () => {
      stop.abort();
      ends();
      setIsOver(false);
    };
  }, []);
  return isOver;
}
