/** Everything in here is made up: the places have codes that the ONS does not give out, and no figure is of anywhere. */

const FORCE = 'E23999002';
const REGION = 'E12000001';

/** Six districts of one force. */
export const districts = [1, 2, 3, 4, 5, 6].map((n) => `E0699900${n}`);

/** Eighty small areas a district, spread over forty registers' prefixes, so that one month is written in several appends. */
export const smallAreas = Array.from({ length: 480 }, (_, n) => {
  const code = `E0198${String(n % 40).padStart(2, '0')}${String(Math.floor(n / 40)).padStart(2, '0')}`;
  return { code, district: districts[n % districts.length]! };
});

const CRIME_TYPES = [
  'Anti-social behaviour',
  'Bicycle theft',
  'Burglary',
  'Criminal damage and arson',
  'Drugs',
  'Other crime',
  'Other theft',
  'Possession of weapons',
  'Public order',
  'Robbery',
  'Shoplifting',
  'Theft from the person',
  'Vehicle crime',
  'Violence and sexual offences',
];

/** The areas as the plain form takes them. */
export function areasCsv(): string {
  const lines = ['code,name,type,parent,from,until', `${FORCE},Faultshire,police-force-area,,2011-01-01,`];
  for (const code of districts)
    lines.push(`${code},${code},district,${REGION},2011-01-01,`, `${code},${code},district,${FORCE},2011-01-01,`);
  for (const { code, district } of smallAreas) lines.push(`${code},${code},lsoa,${district},2011-01-01,`);
  return `${lines.join('\n')}\n`;
}

/** The incidents of a month, as a force publishes them; every small area has at least one of each type. */
export function streetCsv(month: string): string {
  const lines = [
    'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context',
  ];
  const shift = Number(month.slice(5));
  smallAreas.forEach(({ code }, n) => {
    CRIME_TYPES.forEach((type, t) => {
      for (let k = (n * 7 + t * 3 + shift) % 3; k >= 0; k--)
        lines.push(`,${month},Faultshire Police,Faultshire Police,,,,${code},${code},${type},,`);
    });
  });
  return `${lines.join('\r\n')}\r\n`;
}

/** The group and the target that the school results are judged by: no district below 38 per cent. */
export const schools = {
  group: { code: 'faultshire', name: 'Faultshire', areas: districts, at: '2003-01-01', why: 'made up for a test' },
  target: {
    code: 'fault-schools',
    theme: 'skills',
    department: 'Made up',
    sentence: 'At least 38% of pupils get five good grades in every district',
    technicalNote: 'Made up for a test.',
    why: 'made up for a test',
    elements: [{ code: 'floor', kind: 'floor', indicator: 'skills.gcse-5-a-c', polarity: 'higher', areas: 'faultshire', floor: 38 }],
  },
};

/** A year's results: far above the floor, or far below it, so that one file alone confirms a breach in each district or clears it. */
export function resultsCsv(year: number, good: boolean): string {
  const rows = districts.map((code, i) => {
    const numerator = (good ? 1200 : 500) + i;
    return `skills.gcse-5-a-c,${code},${schoolYear(year)},${(numerator / 20).toFixed(2)},${numerator},2000,final`;
  });
  return ['indicator,area,period,value,numerator,denominator,status', ...rows, ''].join('\n');
}

export const schoolYear = (year: number): string => `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
