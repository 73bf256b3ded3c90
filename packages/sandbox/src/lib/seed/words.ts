/** Given names of contacts. */
export const FIRST_NAMES = [
  'Amara',
  'Ben',
  'Carla',
  'Dmitri',
  'Elena',
  'Farid',
  'Grace',
  'Hiro',
  'Ines',
  'Jonas',
  'Kavya',
  'Liam',
  'Maya',
  'Noor',
  'Oscar',
  'Priya',
  'Quinn',
  'Rosa',
  'Samir',
  'Tess',
  'Uma',
  'Viktor',
  'Wanda',
  'Ximena',
  'Yusuf',
  'Zoe',
] as const;

/** Family names of contacts. */
export const LAST_NAMES = [
  'Abbott',
  'Bianchi',
  'Castillo',
  'Dahl',
  'Eriksen',
  'Fischer',
  'Gupta',
  'Haddad',
  'Ivanova',
  'Jensen',
  'Kowalski',
  'Larsen',
  'Mbeki',
  'Nakamura',
  'Okafor',
  'Petrov',
  'Quiroga',
  'Rossi',
  'Schmidt',
  'Tanaka',
  'Usman',
  'Vargas',
  'Walsh',
  'Young',
  'Zhang',
] as const;

/** First halves of company names. */
export const COMPANY_NAMES = [
  'Alder',
  'Beacon',
  'Cedar',
  'Driftwood',
  'Ember',
  'Falcon',
  'Granite',
  'Horizon',
  'Ironwood',
  'Juniper',
  'Kestrel',
  'Lakeside',
  'Meridian',
  'Northgate',
  'Oakline',
  'Pinecrest',
  'Quarry',
  'Redwood',
  'Silverline',
  'Timber',
  'Upland',
  'Valley',
  'Westbrook',
  'Yarrow',
] as const;

/** Second halves of company names, each with the industry it tells of. */
export const COMPANY_KINDS = [
  { name: 'Logistics', industry: 'Logistics' },
  { name: 'Freight', industry: 'Logistics' },
  { name: 'Dental Group', industry: 'Healthcare' },
  { name: 'Clinics', industry: 'Healthcare' },
  { name: 'Software', industry: 'Software' },
  { name: 'Analytics', industry: 'Software' },
  { name: 'Roofing', industry: 'Construction' },
  { name: 'Builders', industry: 'Construction' },
  { name: 'Hotels', industry: 'Hospitality' },
  { name: 'Kitchens', industry: 'Hospitality' },
  { name: 'Capital', industry: 'Finance' },
  { name: 'Insurance', industry: 'Finance' },
] as const;

/** Endings of company names. */
export const COMPANY_ENDINGS = ['', '', 'Co.', 'Inc.', 'LLC', 'Partners'] as const;

/** Job titles of contacts. */
export const TITLES = [
  'Operations Manager',
  'Owner',
  'Head of Purchasing',
  'Office Manager',
  'CFO',
  'VP Sales',
  'IT Director',
  'Founder',
] as const;

/** Where leads are. The area code goes into phone numbers. */
export const PLACES = [
  { city: 'Portland', state: 'OR', zipcode: '97204', area: '503', timezone: 'America/Los_Angeles' },
  { city: 'Denver', state: 'CO', zipcode: '80202', area: '303', timezone: 'America/Denver' },
  { city: 'Austin', state: 'TX', zipcode: '78701', area: '512', timezone: 'America/Chicago' },
  { city: 'Chicago', state: 'IL', zipcode: '60601', area: '312', timezone: 'America/Chicago' },
  { city: 'Boston', state: 'MA', zipcode: '02108', area: '617', timezone: 'America/New_York' },
  { city: 'Atlanta', state: 'GA', zipcode: '30303', area: '404', timezone: 'America/New_York' },
  { city: 'Seattle', state: 'WA', zipcode: '98101', area: '206', timezone: 'America/Los_Angeles' },
] as const;

/** Streets of addresses. */
export const STREETS = [
  'Main Street',
  'Harbor Road',
  'Station Avenue',
  'Mill Lane',
  'Park Street',
  'Union Square',
] as const;

/** What leads are about. */
export const DESCRIPTIONS = [
  'Came in through the website and asked for a quote.',
  'Met at a trade fair; wants to replace the current supplier next quarter.',
  'Referred by an existing customer.',
  'Has two sites and plans a third one this year.',
  'Compares three offers, price is not the first concern.',
] as const;

/** What is to be done. */
export const TASKS = [
  'Send the revised proposal',
  'Call back about the contract',
  'Check in after the demo',
  'Ask for an introduction to finance',
  'Prepare the renewal offer',
  'Confirm the delivery date',
] as const;

/** What was noted after a talk. */
export const NOTES = [
  'Likes the product, needs a nod from finance before going on.',
  'Asked for references from their own industry.',
  'Budget is set for next quarter. Decision by the owner alone.',
  'Wants a shorter contract and is ready to pay a little more for it.',
  'Main worry is the move from the old system.',
] as const;

/** Subjects and first lines of emails. */
export const EMAILS = [
  { subject: 'Your quote', text: 'Thank you for the talk today. The quote is below, valid for thirty days.' },
  { subject: 'Next steps', text: 'As agreed, here is what happens next and who takes care of it.' },
  { subject: 'A quick question', text: 'Before we go on, could you tell us how many people will use it?' },
  { subject: 'Following up', text: 'Did you have a moment to look at the proposal?' },
] as const;

/** What an opportunity is about. */
export const DEALS = [
  'Starter package',
  'Full rollout',
  'Second site',
  'Renewal',
  'Pilot for one team',
  'Upgrade',
] as const;
