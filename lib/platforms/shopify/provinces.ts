/** Provinces whose codes Shopify and the post agree on. Elsewhere a region is kept as an attribute: a wrong code would stop the order. */

const BY_COUNTRY: Readonly<Record<string, string>> = {
  US: 'AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware DC:District of Columbia FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New Hampshire NJ:New Jersey NM:New Mexico NY:New York NC:North Carolina ND:North Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode Island SC:South Carolina SD:South Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West Virginia WI:Wisconsin WY:Wyoming PR:Puerto Rico GU:Guam VI:Virgin Islands AS:American Samoa MP:Northern Mariana Islands',
  CA: 'AB:Alberta BC:British Columbia MB:Manitoba NB:New Brunswick NL:Newfoundland and Labrador NT:Northwest Territories NS:Nova Scotia NU:Nunavut ON:Ontario PE:Prince Edward Island QC:Quebec SK:Saskatchewan YT:Yukon',
  AU: 'ACT:Australian Capital Territory NSW:New South Wales NT:Northern Territory QLD:Queensland SA:South Australia TAS:Tasmania VIC:Victoria WA:Western Australia',
};

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();

const TABLES = new Map(
  Object.entries(BY_COUNTRY).map(([country, rows]) => {
    const names = new Map<string, string>();
    for (const [, code, name] of rows.matchAll(/([A-Z]{2,3}):([^:]+?)(?= [A-Z]{2,3}:|$)/g)) {
      if (!code || !name) continue;
      names.set(plain(code), code);
      names.set(plain(name), code);
    }
    return [country, names] as const;
  }),
);

/** The code of a province stated as code ("ON", "CA-ON") or by name ("Québec"); undefined where it is neither. */
export function provinceCode(country: string, region: string | undefined): string | undefined {
  if (!region) return undefined;
  const name = plain(region);
  const table = TABLES.get(country);
  return table?.get(name) ?? table?.get(name.replace(new RegExp(`^${country.toLowerCase()} `), ''));
}
