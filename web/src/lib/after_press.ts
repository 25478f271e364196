/**
 * What is to be done once a press is over. Leaving a box may change what stands around it; done at once, the button that is being
 * pressed would move away from under the pointer, and nothing would be pressed.
 */

/** A finger is off before the browser tells what it pressed. */
const click_ms_max = 400;
let pressedUntil = 0;
const listen = (name: 'pointerdown' | 'pointerup' | 'pointercancel' | 'click', until: () => number) =>
  window.addEventListener(name, () => (pressedUntil = until()), true);
listen('pointerdown', () => Infinity);
listen('pointerup', () => performance.now() + click_ms_max);
listen('pointercancel', () => 0);
listen('click', () => 0);

/** At once where nothing is pressed; else before anybody is told of the click. */
export function afterPress(run: () => void) {
  if (performance.now() >= pressedUntil) return run();
  const waiting = new AbortController();
  const options = { capture: true, signal: waiting.signal };
  const end = () => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    run();
  };
  const soon = () => setTimeout(end, click_ms_max);
  window.addEventListener('click', end, options);
  if (pressedUntil < Infinity) soon();
  else for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, soon, options);
}
