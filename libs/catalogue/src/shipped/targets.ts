import type { TargetDefinition } from '../commands/post-target.js';

/** The floor targets that ship with the product, as far as the four kinds floor, multiple of national, reduction and level judge them. */
export const shippedTargets: readonly (TargetDefinition & { readonly why: string })[] = [
  {
    code: 'C00',
    theme: 'crime',
    department: 'Home Office',
    sentence:
      'Cut domestic burglary by 25%, with no local authority area having a rate more than three times the national average, by 2005.',
    technicalNote:
      'Recorded burglary per 1,000 households. Here the rate is of any twelve months, derived from monthly counts in LSOAs; the police files do not tell domestic burglary from other burglary, so figures from them are higher. The floor is judged for the 88 districts, the cut for England against 1998-99. The change of recording rules of April 2002 raised counts by some 10% and is not corrected for.',
    why: 'Spending Review 2000',
    made: undefined,
    elements: [
      {
        code: 'floor',
        kind: 'multiple-of-national',
        indicator: 'crime.burglary-rate',
        polarity: 'lower',
        areas: 'nrf-88',
        multiple: 3,
        national: 'E92000001',
        from: '2001-02',
        until: '2004-05',
      },
      {
        code: 'cut',
        kind: 'reduction',
        indicator: 'crime.burglary-rate',
        polarity: 'lower',
        areas: 'england',
        percent: 25,
        baseline: { period: '1998-99' },
        trajectory: { shape: 'linear' },
        until: '2004-05',
      },
    ],
  },
  {
    code: 'C02',
    theme: 'crime',
    department: 'Home Office',
    sentence: 'Cut vehicle crime by 30% from 1998-99 to 2004 and domestic burglary by 25% from 1998-99 to 2005.',
    technicalNote:
      'The two of its cuts that recorded crime in districts speaks of; its gap between high-crime areas and their peers, robbery in ten areas and the fear of crime are not held here. Rates per 1,000 households of any twelve months. "To 2004" is read as the year 2003-04 and "to 2005" as 2004-05.',
    why: 'Spending Review 2002',
    made: undefined,
    elements: [
      {
        code: 'burglary',
        kind: 'reduction',
        indicator: 'crime.burglary-rate',
        polarity: 'lower',
        areas: 'england',
        percent: 25,
        baseline: { period: '1998-99' },
        trajectory: { shape: 'linear' },
        until: '2004-05',
      },
      {
        code: 'vehicle-crime',
        kind: 'reduction',
        indicator: 'crime.vehicle-crime-rate',
        polarity: 'lower',
        areas: 'england',
        percent: 30,
        baseline: { period: '1998-99' },
        trajectory: { shape: 'linear' },
        until: '2003-04',
      },
    ],
  },
  {
    code: 'E00a',
    theme: 'skills',
    department: 'Department for Education and Skills',
    sentence: 'At least 38% of pupils obtain five or more GCSEs at grades A* to C in every local education authority by 2004.',
    technicalNote:
      'Pupils aged 15 at the start of the school year. Met on the results of 2003/04, and held from then on. Judged for the 88 districts; where a shire district has no education authority of its own there is no figure, and nothing is judged.',
    why: 'Spending Review 2000',
    made: undefined,
    elements: [
      { code: 'floor', kind: 'floor', indicator: 'skills.gcse-5-a-c', polarity: 'higher', areas: 'nrf-88', floor: 38, from: '2003/04' },
    ],
  },
  {
    code: 'H00c',
    theme: 'health',
    department: 'Department of Health',
    sentence: 'Halve under-18 conceptions by 2010.',
    technicalNote:
      'Conceptions per 1,000 girls aged 15 to 17 in England, 1998 to 2010, on a straight line between them. The interim cut of 15% by 2004 is near that line and is not judged apart. The gap between the worst fifth of wards and the average ward is not held here.',
    why: 'Spending Review 2000',
    made: undefined,
    elements: [
      {
        code: 'national',
        kind: 'reduction',
        indicator: 'health.under-18-conceptions',
        polarity: 'lower',
        areas: 'england',
        percent: 50,
        baseline: { period: '1998' },
        trajectory: { shape: 'linear' },
        until: '2010',
      },
    ],
  },
  {
    code: 'D00',
    theme: 'housing',
    department: 'Office of the Deputy Prime Minister',
    sentence: 'All social housing decent by 2010, with the number of households in social homes below the standard cut by a third by 2004.',
    technicalNote:
      'The cut by a third alone, from April 2001 to April 2004, in England. The baseline is about 1.65 million homes: worked back from a cut of a third to about 1.1 million, so not a published count. Where most of the improvement falls, and all homes by 2010, are not held here.',
    why: 'Spending Review 2000',
    made: undefined,
    elements: [
      {
        code: 'third',
        kind: 'reduction',
        indicator: 'housing.non-decent-social',
        polarity: 'lower',
        areas: 'england',
        percent: 33.3333333333,
        baseline: { period: '2001-04-01', value: 1650000 },
        trajectory: { shape: 'linear' },
        until: '2004-04-01',
      },
    ],
  },
  {
    code: 'W04',
    theme: 'worklessness',
    department: 'Department for Work and Pensions',
    sentence:
      'Over the three years to spring 2008 raise the employment rates of disadvantaged groups and of those living in the wards with the poorest initial labour market position, and significantly reduce the difference to the overall rate.',
    technicalNote:
      'The sentence holds no number. So that districts can be judged by a level, this product chose 75%: about the working-age employment rate of Great Britain in 2005, at which no difference to it would be left. It is our choice and no official level; post a change to set another. The 903 wards have no survey figures of their own here, so the 88 districts stand in for them. From the year to June 2005 to the year to June 2008, on a straight line, with no allowance for the economic cycle.',
    why: 'Spending Review 2004',
    made: undefined,
    elements: [
      {
        code: 'rate',
        kind: 'level',
        indicator: 'worklessness.employment-rate',
        polarity: 'higher',
        areas: 'nrf-88',
        level: 75,
        baseline: { period: '2004-07-01/P12M' },
        trajectory: { shape: 'linear' },
        until: '2007-07-01/P12M',
      },
    ],
  },
];
