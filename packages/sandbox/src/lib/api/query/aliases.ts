/** Other names of fields in a query text. A name after a slash belongs to related objects of the type before it. */
const aliases: Readonly<Record<string, string>> = {
  status: 'status_label status new_status_label',
  lead_status: 'lead/status_label',
  lead_status_id: 'lead/status_id',
  lead_name: 'lead/display_name',
  company: 'lead/display_name',
  lead_id: 'lead_id id',
  name: 'display_name',
  text: 'text note subject title',
  created: 'date_created',
  updated: 'date_updated',
  user: 'user_id assigned_to created_by',
  date: 'activity_at date #activity/activity_at',
  due: 'due_date',
  next_task_due: 'next_task_due_date',
  complete: 'is_complete',
  type: '_type',
  email: 'contact_email/email',
  email_address: 'contact_email/email',
  phone: 'contact_phone/phone',
  phone_number: 'contact_phone/phone',
  title: 'title contact/title',
  address: 'address/location',
  city: 'address/city',
  state: 'address/state',
  country: 'address/country',
  zipcode: 'address/zipcode',
  sms_messages: 'num_sms',
};

/** The names of the fields that a name can mean, the likeliest first. */
export function meaningsOf(name: string): string[] {
  const others = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  return [...(others?.split(' ') ?? []), name];
}
