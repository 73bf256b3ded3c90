import type { Locator, Page } from 'playwright';

/** One stage of the pipeline on the board. */
export const column = (page: Page, stage: string): Locator =>
  page.getByRole('region', { name: stage, exact: true });

/** The opportunities of a stage, without the row that it shows while it is empty or loading. */
export const cards = (page: Page, stage: string): Locator =>
  column(page, stage)
    .getByRole('row')
    .filter({ has: page.getByRole('link') });

const stages = ['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost'];

/** Waits until every stage shows cards, and the head of every column its value. */
export async function boardIsThere(page: Page): Promise<void> {
  for (const stage of stages) {
    await cards(page, stage).first().waitFor();
    await column(page, stage).getByText('a year').waitFor();
  }
}
