import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { focusTitle } from '../focus-title.ts';

/**
 * Moves the focus after a change of route: to the title of the new screen or, on the way back, to the link to
 * the previous one.
 */
export function useRouteFocus(): void {
  const [location] = useLocation();
  const previous = useRef(location);
  useEffect(() => {
    if (previous.current === location) return;
    const isRedirect = previous.current === '/'; // The page has just been loaded.
    const cameFrom = `main a[href^="${CSS.escape(previous.current)}"]`;
    const backAtLink =
      previous.current.startsWith(`${location}/`) && document.querySelector<HTMLElement>(cameFrom);
    previous.current = location;
    if (isRedirect) return;
    if (backAtLink) backAtLink.focus();
    else focusTitle();
  }, [location]);
}
