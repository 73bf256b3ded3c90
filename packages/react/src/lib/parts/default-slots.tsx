'use client';

import type { PartSlot } from './part-slot.ts';

/** The slots that several parts share, as long as the app does not pass its own. */
export const renderButton: PartSlot<'button'> = (props) => <button {...props} />;

export const renderText: PartSlot<'p'> = (props) => <p {...props} />;
