import type { Opportunity } from '@closekit/client/models';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';

const cardType = 'application/x-closekit-opportunity';

/** Makes the cards of a column draggable, with pointer and keyboard, and accepts cards of other columns. */
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

/** Only `getItems` above creates items of this type. */
function parseCard(text: string): Opportunity {
  const card: Opportunity = JSON.parse(text);
  return card;
}
