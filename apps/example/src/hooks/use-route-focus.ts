import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { focusTitle } from '../focus-title.ts';

/**
 * Moves the focus as a page load would, which a change of route does not: to the title of the new screen, or, on the
 * way back, to the link that led to the one just left.
 */
export function useRouteFocus(): void {
  const [location] = useLocation();
  const previous = useRef(location);
  useEffect(() => {
    if (previous.current === location) return;
    const isRedirect = previous.current === '/'; // The page has only just been loaded.
    const cameFrom = `main a[href^="${CSS.escape(previous.current)}"]`;
    const backAtLink =
      previous.current.startsWith(`${location}/`) && document.querySelector<HTMLElement>(cameFrom);
    previous.current = location;
    if (isRedirect) return;
    if (backAtLink) backAtLink.focus();
    else focusTitle();
  }, [location]);
}
