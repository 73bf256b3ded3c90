'use client';

import { useId } from 'react';
import type { ReactNode, RefObject } from 'react';
import { renderButton } from './default-slots.tsx';
import type { PartSlot } from './part-slot.ts';

/** Props of {@link ConfirmDialog}. */
export interface ConfirmDialogProps {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly title: string;
  readonly text: string;
  readonly cancel: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly slots: {
    readonly dialog?: PartSlot<'dialog'>;
    readonly dialogButton?: PartSlot<'button'>;
  };
}

/** A native modal dialog: its form closes it, and `returnValue` is the button that did. */
export function ConfirmDialog({ dialog, slots, onConfirm, ...texts }: ConfirmDialogProps): ReactNode {
  const { dialog: renderSelf = renderDialog, dialogButton = renderButton } = slots;
  const [titleId, textId] = [useId(), useId()];
  return renderSelf({
    ref: dialog,
    role: 'alertdialog',
    'aria-labelledby': titleId,
    'aria-describedby': textId,
    onClose: ({ currentTarget }) => currentTarget.returnValue === 'confirm' && onConfirm(),
    children: (
      <form method="dialog">
        <h2 id={titleId}>{texts.title}</h2>
        <p id={textId}>{texts.text}</p>
        {/* The first button gets the focus. */}
        {dialogButton({ value: 'cancel', children: texts.cancel })}
        {dialogButton({ value: 'confirm', children: texts.confirm })}
      </form>
    ),
  });
}

/** Opens the dialog without the answer of the last time, which Escape leaves there in older browsers. */
export function openDialog(dialog: HTMLDialogElement | null): void {
  if (dialog === null) return;
  dialog.returnValue = '';
  dialog.showModal();
}

const renderDialog: PartSlot<'dialog'> = (props) => <dialog {...props} />;
