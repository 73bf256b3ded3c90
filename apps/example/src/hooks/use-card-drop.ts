import type { Opportunity } from '@closekit/client/models';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';

const cardType = 'application/x-closekit-opportunity';

/** Lets cards of a column be dragged, with the pointer or the keyboard, and takes those of other columns. */
export function useCardDrop(onDrop: (opportunity: Opportunity) => void) {
  const { dragAndDropHooks } = useDragAndDrop<Opportunity>({
    getItems: (_keys, cards) =>
      cards.map((card) => ({ [cardType]: JSON.stringify(card), 'text/plain': card.lead_name ?? '' })),
    acceptedDragTypes: [cardType],
    getDropOperation: () => 'move',
    onRootDrop: ({ items }) => {
      for (const item of items) {
        if (item.kind === 'text') void item.getText(cardType).then((text) => onDrop(parseCard(text)));
      }
    },
  });
  return dragAndDropHooks;
}

/** Only `getItems` above makes items of this type. */
function parseCard(text: string): Opportunity {
  const card: Opportunity = JSON.parse(text);
  return card;
}
