import { expect, waitFor } from 'storybook/test';

/**
 * Waits until a card shows a value.
 *
 * @param root - The story, or one card of it.
 * @param name - Name of the value.
 * @param value - Expected value.
 */
export async function expectFact(root: HTMLElement, name: string, value: string | RegExp): Promise<void> {
  await waitFor(() => expect(root.querySelector(`[data-fact="${name}"]`)).toHaveTextContent(exactly(value)), {
    timeout: 25_000,
  });
}

function exactly(value: string | RegExp): RegExp {
  if (typeof value !== 'string') return value;
  return new RegExp(`^${value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
