export const noteTexts = [
  'Likes the product, needs a nod from finance before going on.',
  'Asked for references from their own industry.',
  'Budget is set for next quarter. Decision by the owner alone.',
  'Wants a shorter contract and is ready to pay a little more for it.',
  'Main worry is the move from the old system.',
  'Prefers email to phone. Never call before ten.',
  'Spoke with the warehouse team: deliveries before seven are the real problem, not the price.\n\nIdea: offer the early slot for the first month.',
  'They looked at two others. One is out (no local stock), the other one is cheaper by about a tenth.',
  'Out of office until the 14th, deputy has no say in purchasing.',
  'Visited the site. Bring safety boots next time. Loading bay is at the back, ask for the blue gate.',
  'Wants:\n- one invoice a month\n- delivery within 48 hours\n- one person to call',
  'Sounded annoyed about the late quote. Apologised, sent it the same day, all good again.',
  'New head of purchasing starts next month. Restart from zero, but she knows us from her last job.',
  'قال إنه سيتصل بنا بعد اجتماع الإدارة يوم الأحد.',
  'They forwarded our proposal to the group in Osaka (みなと物流) 🎉',
] as const;

export const callNotes = [
  '',
  '',
  'Short call, will think about it.',
  'Wants the offer with and without installation.',
  'Confirmed the order by word of mouth; paperwork follows.',
  'Not the right person. Transferred to purchasing, left our number.',
  'Price is fine, the date is not. Looking for a way to deliver a week earlier.',
  'Asked who else in the area works with us. Named three customers (with their consent).',
] as const;

/** Emails and their replies. `{first}` is the first name of the recipient, `{sender}` that of the sender. */
export const emailExchanges = [
  {
    subject: 'Your quote',
    text: 'Hi {first},\n\nThank you for the talk today. The quote is below, valid for thirty days.\n\nBest regards\n{sender}',
    reply: 'Thanks, that was quick. I will go through it with our finance people this week.\n\n{sender}',
  },
  {
    subject: 'Next steps',
    text: 'Hi {first},\n\nAs agreed, here is what happens next and who takes care of it:\n\n1. You send us the list of sites.\n2. We prepare the plan for the first month.\n3. We meet on site and walk through it.\n\nBest regards\n{sender}',
    reply: 'Looks good. The list of sites follows tomorrow, we are still missing one.\n\n{sender}',
  },
  {
    subject: 'A quick question',
    text: 'Hi {first},\n\nBefore we go on, could you tell us how many people will use it?\n\nThanks\n{sender}',
    reply: 'About forty, a dozen of them every day.\n\nSent from my phone',
  },
  {
    subject: 'Following up',
    text: 'Hi {first},\n\nDid you have a moment to look at the proposal? I am around all week if anything is unclear.\n\nBest regards\n{sender}',
    reply: 'Sorry for the silence, quarter end. Can we talk on Thursday?\n\n{sender}',
  },
  {
    subject: 'Contract for signature',
    text: 'Hi {first},\n\nPlease find the contract attached. Nothing has changed since the draft but the start date.\n\nBest regards\n{sender}',
    reply: 'With our lawyer now. He says two weeks, which means three.\n\n{sender}',
  },
] as const;

export const textMessages = [
  ['outbound', 'Running five minutes late, see you at the blue gate.'],
  ['inbound', 'Got the samples, thank you! 👍'],
  ['outbound', 'The quote is in your mailbox. Any questions, just text back.'],
  ['inbound', 'Can we move tomorrow to 3 pm?'],
  ['inbound', 'Who do I talk to about the invoice'],
  ['outbound', 'Your delivery left this morning and should be there by noon.'],
] as const;

/** Meetings: title, minutes and note. */
export const meetings = [
  ['Introduction', 30, 'Four people, two of them from finance. They want a trial before they decide.'],
  ['Product demo', 45, 'The warehouse team asked the better questions. Follow up with them.'],
  ['Site visit', 90, 'Walked through both halls. The second one needs a ramp before the first delivery.'],
  ['Contract review', 60, 'Two clauses left: liability and the notice period.'],
  ['Quarterly review', 60, 'Happy with deliveries, not with the invoices. Finance gets its own contact.'],
  ['Kick-off', 60, 'Start date is fixed. First delivery on a Tuesday, as they wished.'],
] as const;
