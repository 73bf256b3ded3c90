/** The items of a text, one a line or between bars. */
function list(text: string): readonly string[] {
  return text.trim().split(/\s*[|\n]\s*/);
}

export const firstNames: readonly string[] = list(`
  Amara | Ben | Carla | Dmitri | Elena | Farid | Grace | Hiro | Ines | Jonas | Kavya | Liam | Maya
  Noor | Oscar | Priya | Quinn | Rosa | Samir | Tess | Uma | Viktor | Wanda | Ximena | Yusuf | Zoe
`);

export const lastNames: readonly string[] = list(`
  Abbott | Bianchi | Castillo | Dahl | Eriksen | Fischer | Gupta | Haddad | Ivanova | Jensen | Kowalski
  Larsen | Mbeki | Nakamura | Okafor | Petrov | Quiroga | Rossi | Schmidt | Tanaka | Usman | Vargas | Walsh
  Young | Zhang
`);

export const companyNames: readonly string[] = list(`
  Alder | Beacon | Cedar | Driftwood | Ember | Falcon | Granite | Horizon | Ironwood | Juniper | Kestrel
  Lakeside | Meridian | Northgate | Oakline | Pinecrest | Quarry | Redwood | Silverline | Timber | Upland
  Valley | Westbrook | Yarrow
`);

/** Second parts of company names, with their industries. */
export const companyKinds: readonly { name: string; industry: string }[] = Object.entries({
  Logistics: ['Logistics', 'Freight'],
  Healthcare: ['Dental Group', 'Clinics'],
  Software: ['Software', 'Analytics'],
  Construction: ['Roofing', 'Builders'],
  Hospitality: ['Hotels', 'Kitchens'],
  Finance: ['Capital', 'Insurance'],
}).flatMap(([industry, names]) => names.map((name) => ({ name, industry })));

export const companyEndings = ['', '', 'Co.', 'Inc.', 'LLC', 'Partners'] as const;

export const jobTitles: readonly string[] = list(`
  Operations Manager | Owner | Head of Purchasing | Office Manager | CFO | VP Sales | IT Director | Founder
  Facilities Lead | Managing Director | Procurement Specialist | Regional Manager, West
`);

/** Locations of leads, with the area code of their phone numbers. */
export const places = [
  { city: 'Portland', state: 'OR', zipcode: '97204', area: '503', timezone: 'America/Los_Angeles' },
  { city: 'Denver', state: 'CO', zipcode: '80202', area: '303', timezone: 'America/Denver' },
  { city: 'Austin', state: 'TX', zipcode: '78701', area: '512', timezone: 'America/Chicago' },
  { city: 'Chicago', state: 'IL', zipcode: '60601', area: '312', timezone: 'America/Chicago' },
  { city: 'Boston', state: 'MA', zipcode: '02108', area: '617', timezone: 'America/New_York' },
  { city: 'Atlanta', state: 'GA', zipcode: '30303', area: '404', timezone: 'America/New_York' },
  { city: 'Seattle', state: 'WA', zipcode: '98101', area: '206', timezone: 'America/Los_Angeles' },
] as const;

export const streets: readonly string[] = list(
  'Main Street | Harbor Road | Station Avenue | Mill Lane | Park Street | Union Square',
);

export const leadDescriptions: readonly string[] = list(`
  Came in through the website and asked for a quote.
  Met at a trade fair; wants to replace the current supplier next quarter.
  Referred by an existing customer.
  Has two sites and plans a third one this year.
  Compares three offers, price is not the first concern.
  Family business in the second generation. Decides slowly, stays for years.
  Was a customer until 2023, left over delivery times. Worth another try.
  Opens a new warehouse in spring and needs everything from one hand.
  Grows fast, buys little by little. Invoices go to the parent company.
`);

export const taskTexts: readonly string[] = list(`
  Send the revised proposal | Call back about the contract | Check in after the demo
  Ask for an introduction to finance | Prepare the renewal offer | Confirm the delivery date
  Send the two references they asked for | Book a visit to the new site | Find out who signs
  Answer the security questionnaire | Remind them of the open invoice | Share the onboarding plan
`);
