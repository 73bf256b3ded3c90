import type { Locator, Page } from 'playwright';

/** One stage of the pipeline on the board. */
export const column = (page: Page, stage: string): Locator =>
  page.getByRole('region', { name: stage, exact: true });

/** The opportunities of a stage, and not the row that says that it has none, or not yet. */
export const cards = (page: Page, stage: string): Locator =>
  column(page, stage)
    .getByRole('row')
    .filter({ has: page.getByRole('link') });

const stages = ['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost'];

/** Waits until every stage has its cards, and the head of every column its count and value. */
export async function boardIsThere(page: Page): Promise<void> {
  for (const stage of stages) {
    await cards(page, stage).first().waitFor();
    await column(page, stage).getByText('a year').waitFor();
  }
}
