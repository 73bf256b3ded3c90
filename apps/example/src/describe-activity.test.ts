import type { Activity } from '@closekit/client/models';
import { describe, expect, it } from 'vitest';
import { describeActivity } from './describe-activity.ts';

/** An activity as Close sends it, with the fields that the description reads. */
function activity(type: string, own: object = {}): Activity {
  const sent: unknown = { id: 'acti_1', _type: type, ...own };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of an activity is not read
  return sent as Activity;
}

const title = (type: string, own?: object) => describeActivity(activity(type, own)).title;

describe('describeActivity', () => {
  it('describes notes, messages, meetings and forms', () => {
    expect(describeActivity(activity('Note', { note: 'Likes blue.' }))).toEqual({
      icon: 'note',
      title: 'Note',
      text: 'Likes blue.',
    });
    expect(title('Email', { direction: 'incoming', subject: 'Hi' })).toBe('Email received: Hi');
    expect(title('EmailThread', { latest_normalized_subject: null })).toBe('Email thread: no subject');
    expect(title('SMS', { direction: 'outbound' })).toBe('Text message sent');
    expect(title('WhatsAppMessage', { direction: 'incoming' })).toBe('WhatsApp message received');
    expect(title('Meeting', { title: 'Demo' })).toBe('Meeting: Demo');
    expect(title('FormSubmission', { form_name: 'Contact' })).toBe('Form submitted: Contact');
  });

  it('describes the outcome of a call', () => {
    expect(title('Call', { direction: 'inbound', disposition: 'answered', duration: 300 })).toBe(
      'Call received, 5 min',
    );
    expect(title('Call', { direction: 'outbound', disposition: 'no-answer' })).toBe('Call made, no answer');
    expect(title('Call', { direction: 'outbound', disposition: 'vm-left' })).toBe(
      'Call made, voicemail left',
    );
  });

  it('describes changes of the lead', () => {
    const change = { old_status_label: 'Potential', new_status_label: 'Customer' };
    expect(title('Created')).toBe('Lead created');
    expect(title('LeadStatusChange', change)).toBe('Status changed from Potential to Customer');
    expect(title('OpportunityStatusChange', change)).toBe('Opportunity moved from Potential to Customer');
    expect(title('LeadMerge', { source_display_name: 'Twin' })).toBe('Merged with Twin');
    expect(title('TaskCompleted', { task_text: 'Call' })).toBe('Task completed');
    expect(title('ImportUpdate')).toBe('Updated by an import');
    expect(title('CustomActivity')).toBe('Custom activity');
  });

  it('shows an unknown type by its name', () => {
    expect(describeActivity(activity('Hologram'))).toEqual({ icon: 'note', title: 'Hologram' });
  });
});
