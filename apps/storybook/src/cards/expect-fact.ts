import { expect, waitFor } from 'storybook/test';

/**
 * Waits until a card shows a value.
 *
 * @param root - The story, or one card of it.
 * @param name - The name of the value.
 * @param value - What it shall be.
 */
export async function expectFact(root: HTMLElement, name: string, value: string | RegExp): Promise<void> {
  await waitFor(() => expect(root.querySelector(`[data-fact="${name}"]`)).toHaveTextContent(exactly(value)), {
    timeout: 5000,
  });
}

function exactly(value: string | RegExp): RegExp {
  if (typeof value !== 'string') return value;
  return new RegExp(`^${value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
