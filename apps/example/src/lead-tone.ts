type Tone = 'neutral' | 'progress' | 'positive' | 'negative';

const tones: Readonly<Record<string, Tone>> = {
  Customer: 'positive',
  Client: 'positive',
  Qualified: 'progress',
  'In Conversation': 'progress',
  'Bad Fit': 'negative',
  Canceled: 'negative',
};

/** Lead statuses are the organization's own words, without a kind: only the usual ones get a colour. */
export function leadTone(label: string | undefined): Tone {
  return (label && tones[label]) || 'neutral';
}
