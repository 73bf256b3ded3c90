type Tone = 'neutral' | 'progress' | 'positive' | 'negative';

const tones: Readonly<Record<string, Tone>> = {
  Customer: 'positive',
  Client: 'positive',
  Qualified: 'progress',
  'In Conversation': 'progress',
  'Bad Fit': 'negative',
  Canceled: 'negative',
};

/**
 * Returns the tone of a status. Each organization names its own statuses, so only the usual names have one.
 */
export function leadTone(label: string | undefined): Tone {
  return (label && tones[label]) || 'neutral';
}
