import type { Activity, CallActivity } from '@closekit/client/models';
import { formatDuration } from './format-duration.ts';
import type { IconName } from './parts/icon.tsx';

export interface ActivityDescription {
  readonly icon: IconName;
  readonly title: string;
  /** The text of a note, a message or a call, if any. */
  readonly text?: string | null | undefined;
}

/** Describes an activity, with one case for each type. An unknown type is shown by its name. */
export function describeActivity(activity: Activity): ActivityDescription {
  // oxlint-disable-next-line no-underscore-dangle -- Close's own name
  const { _type: type } = activity;
  return describeTalk(activity) ?? describeChange(activity) ?? { icon: 'note', title: type };
}

/** Notes, calls, messages, meetings and forms. */
function describeTalk(activity: Activity): ActivityDescription | undefined {
  // oxlint-disable-next-line no-underscore-dangle -- Close's own name
  switch (activity._type) {
    case 'Note':
      return { icon: 'note', title: activity.title || 'Note', text: activity.note };
    case 'Call':
      return { icon: 'phone', title: callTitle(activity), text: activity.note };
    case 'Email': {
      const title = activity.direction === 'incoming' ? 'Email received' : 'Email sent';
      return {
        icon: 'mail',
        title: `${title}: ${activity.subject || 'no subject'}`,
        text: activity.body_preview,
      };
    }
    case 'EmailThread':
      return { icon: 'mail', title: `Email thread: ${activity.latest_normalized_subject || 'no subject'}` };
    case 'SMS':
      return {
        icon: 'message',
        title: activity.direction === 'inbound' ? 'Text message received' : 'Text message sent',
        text: activity.text,
      };
    case 'WhatsAppMessage':
      return {
        icon: 'message',
        title: activity.direction === 'incoming' ? 'WhatsApp message received' : 'WhatsApp message sent',
        text: activity.text,
      };
    case 'Meeting':
      return { icon: 'meeting', title: `Meeting: ${activity.title}`, text: activity.user_note };
    case 'FormSubmission':
      return { icon: 'form', title: `Form submitted: ${activity.form_name ?? 'unnamed'}` };
    default:
      return undefined;
  }
}

/** Changes of the lead. */
function describeChange(activity: Activity): ActivityDescription | undefined {
  // oxlint-disable-next-line no-underscore-dangle -- Close's own name
  switch (activity._type) {
    case 'Created':
      return { icon: 'created', title: 'Lead created' };
    case 'LeadStatusChange':
      return { icon: 'change', title: `Status changed ${fromTo(activity)}` };
    case 'OpportunityStatusChange': {
      const text = activity.opportunity_value_formatted;
      return { icon: 'opportunities', title: `Opportunity moved ${fromTo(activity)}`, text };
    }
    case 'LeadMerge':
      return { icon: 'merge', title: `Merged with ${activity.source_display_name ?? 'a lead'}` };
    case 'TaskCompleted':
      return { icon: 'check', title: 'Task completed', text: activity.task_text };
    case 'ImportUpdate':
      return { icon: 'import', title: 'Updated by an import' };
    case 'CustomActivity':
      return { icon: 'form', title: 'Custom activity' };
    default:
      return undefined;
  }
}

function callTitle({ direction, disposition, duration }: CallActivity): string {
  const title = direction === 'inbound' ? 'Call received' : 'Call made';
  if (disposition === 'answered') return duration ? `${title}, ${formatDuration(duration)}` : title;
  return `${title}, ${disposition === 'vm-left' ? 'voicemail left' : 'no answer'}`;
}

function fromTo(change: {
  old_status_label?: string | undefined;
  new_status_label?: string | undefined;
}): string {
  return `from ${change.old_status_label ?? 'unknown'} to ${change.new_status_label ?? 'unknown'}`;
}
