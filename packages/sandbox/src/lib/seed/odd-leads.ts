/** A person whose email address cannot be derived from the name. */
export interface OddPerson {
  readonly name: string;
  readonly local: string;
  readonly title: string;
}

/** A lead with unusual data, to test layouts. */
export interface OddLead {
  /** `null`: the lead is named after its first contact. */
  readonly name: string | null;
  readonly host: string;
  readonly description?: string;
  readonly people?: readonly OddPerson[];
  /** Number of further contacts. Default: random, as for other leads. */
  readonly contacts?: number;
}

const firstOddRank = 6;
const oddLeadInterval = 7;

/** The odd lead at a rank, where 0 is the newest lead. Every seventh lead is odd until the list ends. */
export function oddLeadAt(rank: number): OddLead | undefined {
  const place = (rank - firstOddRank) / oddLeadInterval;
  return Number.isInteger(place) ? oddLeads[place] : undefined;
}

const longDescription = [
  'First contact was at the spring fair, where they spent an hour at our stand and left with three catalogues. Since then they have asked for quotes twice, once for the main site and once for the branch at the river, and both times the order went to the old supplier because “the boss plays golf with him”.',
  'What has changed: the old supplier was sold in March, deliveries are late since then, and the new head of purchasing (see contacts) has no golf clubs. She wants one price list for all sites, delivery within 48 hours, one invoice a month, and somebody who picks up the phone.',
  'What to watch: payment terms. Their standard is 60 days, ours is 30; finance has the last word and is known to take its time. The lawyer of the group reads every contract, so leave two weeks for that. Their own portal for suppliers has to be filled in before the first invoice, see https://suppliers.example.com/onboarding/register?group=harbor-and-dock-operators&language=en&step=1.',
  'Next step: a visit to all four sites in one day. Bring the samples, the boots, and the long version of the presentation.',
].join('\n\n');

const oddLeads: readonly OddLead[] = [
  {
    name: 'The Northwestern Association of Independent Harbor, Dockyard and Warehouse Operators (Regional Chapter, Members’ Purchasing Office)',
    host: 'northwestern-harbor-operators',
    description: longDescription,
    people: [
      {
        name: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh',
        local: 'm.w-f',
        title: 'Head of Purchasing, Logistics, Facilities and Sustainability (interim)',
      },
    ],
    contacts: 3,
  },
  {
    name: 'شركة الميناء للتجارة والتوريدات',
    host: 'al-mina-trading',
    description: 'طلبوا عرض أسعار لثلاثة مواقع. المدير يفضّل الاتصال صباحًا، والفواتير ترسل إلى الإدارة المالية.',
    people: [{ name: 'ليلى عبد الرحمن', local: 'layla', title: 'مديرة المشتريات' }],
    contacts: 1,
  },
  {
    name: 'X',
    host: 'x',
    people: [{ name: 'Bo', local: 'bo', title: 'CEO' }],
    contacts: 0,
  },
  {
    name: 'みなと物流株式会社 東京支店',
    host: 'minato-logistics',
    description: '来期の倉庫移転に合わせて、全拠点の見積もりを希望。',
    people: [{ name: '山田 花子', local: 'hanako.yamada', title: '購買部長' }],
    contacts: 1,
  },
  { name: null, host: 'self-employed', contacts: 1 },
  {
    name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    host: 'donaudampf',
    people: [{ name: 'Jörg Müßiggang-Übelhör', local: 'j.muessiggang', title: 'Oberamtsrat a. D.' }],
  },
  { name: 'Café Łódź & Søn 🚢 (Ōtautahi)', host: 'cafe-lodz', contacts: 2 },
  {
    name: 'מרכז הנמל לאספקה טכנית בע״מ',
    host: 'merkaz-hanamal',
    people: [{ name: 'יעל כהן-לוי', local: 'yael', title: 'סמנכ״לית תפעול' }],
    contacts: 1,
  },
  { name: '<b>Bold</b> & "Quoted" Bakery', host: 'bold-bakery', contacts: 1 },
  {
    name: 'Nguyễn Thị Minh Khai Trading',
    host: 'minh-khai',
    people: [
      { name: 'Nguyễn Thị Minh Khai', local: 'minh.khai', title: 'Giám đốc' },
      {
        name: 'José María Núñez de la Peña y Martínez-Bordiú',
        local: 'jm.nunez',
        title: 'Director Comercial',
      },
    ],
    contacts: 14,
  },
  { name: 'Quiet Partners', host: 'quiet-partners', contacts: 0 },
];
