/** Countries as marketplaces write them: alpha-3, alpha-2 or a label in some language. contracts/mirakl §11. */

/** ISO 3166-1, alpha-3 and alpha-2 side by side. */
const ISO_3166 =
  'AFG:AF ALA:AX ALB:AL DZA:DZ ASM:AS AND:AD AGO:AO AIA:AI ATA:AQ ATG:AG ARG:AR ARM:AM ABW:AW AUS:AU AUT:AT AZE:AZ BHS:BS BHR:BH BGD:BD BRB:BB ' +
  'BLR:BY BEL:BE BLZ:BZ BEN:BJ BMU:BM BTN:BT BOL:BO BES:BQ BIH:BA BWA:BW BVT:BV BRA:BR IOT:IO BRN:BN BGR:BG BFA:BF BDI:BI KHM:KH CMR:CM CAN:CA ' +
  'CPV:CV CYM:KY CAF:CF TCD:TD CHL:CL CHN:CN CXR:CX CCK:CC COL:CO COM:KM COG:CG COD:CD COK:CK CRI:CR CIV:CI HRV:HR CUB:CU CUW:CW CYP:CY CZE:CZ ' +
  'DNK:DK DJI:DJ DMA:DM DOM:DO ECU:EC EGY:EG SLV:SV GNQ:GQ ERI:ER EST:EE ETH:ET FLK:FK FRO:FO FJI:FJ FIN:FI FRA:FR GUF:GF PYF:PF ATF:TF GAB:GA ' +
  'GMB:GM GEO:GE DEU:DE GHA:GH GIB:GI GRC:GR GRL:GL GRD:GD GLP:GP GUM:GU GTM:GT GGY:GG GIN:GN GNB:GW GUY:GY HTI:HT HMD:HM VAT:VA HND:HN HKG:HK ' +
  'HUN:HU ISL:IS IND:IN IDN:ID IRN:IR IRQ:IQ IRL:IE IMN:IM ISR:IL ITA:IT JAM:JM JPN:JP JEY:JE JOR:JO KAZ:KZ KEN:KE KIR:KI PRK:KP KOR:KR KWT:KW ' +
  'KGZ:KG LAO:LA LVA:LV LBN:LB LSO:LS LBR:LR LBY:LY LIE:LI LTU:LT LUX:LU MAC:MO MKD:MK MDG:MG MWI:MW MYS:MY MDV:MV MLI:ML MLT:MT MHL:MH MTQ:MQ ' +
  'MRT:MR MUS:MU MYT:YT MEX:MX FSM:FM MDA:MD MCO:MC MNG:MN MNE:ME MSR:MS MAR:MA MOZ:MZ MMR:MM NAM:NA NRU:NR NPL:NP NLD:NL NCL:NC NZL:NZ NIC:NI ' +
  'NER:NE NGA:NG NIU:NU NFK:NF MNP:MP NOR:NO OMN:OM PAK:PK PLW:PW PSE:PS PAN:PA PNG:PG PRY:PY PER:PE PHL:PH PCN:PN POL:PL PRT:PT PRI:PR QAT:QA ' +
  'REU:RE ROU:RO RUS:RU RWA:RW BLM:BL SHN:SH KNA:KN LCA:LC MAF:MF SPM:PM VCT:VC WSM:WS SMR:SM STP:ST SAU:SA SEN:SN SRB:RS SYC:SC SLE:SL SGP:SG ' +
  'SXM:SX SVK:SK SVN:SI SLB:SB SOM:SO ZAF:ZA SGS:GS SSD:SS ESP:ES LKA:LK SDN:SD SUR:SR SJM:SJ SWZ:SZ SWE:SE CHE:CH SYR:SY TWN:TW TJK:TJ TZA:TZ ' +
  'THA:TH TLS:TL TGO:TG TKL:TK TON:TO TTO:TT TUN:TN TUR:TR TKM:TM TCA:TC TUV:TV UGA:UG UKR:UA ARE:AE GBR:GB USA:US UMI:UM URY:UY UZB:UZ VUT:VU ' +
  'VEN:VE VNM:VN VGB:VG VIR:VI WLF:WF ESH:EH YEM:YE ZMB:ZM ZWE:ZW XKX:XK';

const ALPHA_3 = new Map(ISO_3166.split(' ').map((pair) => pair.split(':') as [string, string]));
const ALPHA_2 = new Set(ALPHA_3.values());
/** Languages whose names for countries are known, by Unicode's own tables. */
const LANGUAGES = [
  'en',
  'fr',
  'de',
  'es',
  'it',
  'nl',
  'pt',
  'pl',
  'cs',
  'sk',
  'sv',
  'da',
  'nb',
  'fi',
  'hu',
  'ro',
  'el',
  'bg',
  'tr',
  'ja',
  'et',
  'lv',
  'lt',
  'sl',
  'hr',
  'uk',
  'ru',
  'ko',
  'zh',
  'ar',
  'he',
];
/** What people write and Unicode does not. */
const ALSO: Readonly<Record<string, string>> = {
  uk: 'GB',
  'u k': 'GB',
  'u s a': 'US',
  'u s': 'US',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  usa: 'US',
  us: 'US',
  'united states of america': 'US',
  'etats unis d amerique': 'US',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  'republique tcheque': 'CZ',
  'tschechische republik': 'CZ',
  'slovak republic': 'SK',
  'ivory coast': 'CI',
  'russian federation': 'RU',
  'republic of ireland': 'IE',
  eire: 'IE',
  korea: 'KR',
  'south korea': 'KR',
  'france metropolitaine': 'FR',
  'hong kong': 'HK',
  macau: 'MO',
  turkey: 'TR',
  'viet nam': 'VN',
  swaziland: 'SZ',
  macedonia: 'MK',
};

const plain = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

let labels: Map<string, string> | undefined;
function byLabel(label: string): string | undefined {
  if (!labels) {
    labels = new Map();
    for (const language of LANGUAGES) {
      const names = new Intl.DisplayNames([language], { type: 'region' });
      for (const code of ALPHA_2) {
        const name = plain(names.of(code) ?? '');
        // The first language wins where two name different countries alike.
        if (name && !labels.has(name)) labels.set(name, code);
      }
    }
    for (const [name, code] of Object.entries(ALSO)) labels.set(name, code);
  }
  return labels.get(plain(label));
}

/** ISO 3166-1 alpha-2 of what a source states as code and label; undefined where neither can be read. */
export function alpha2(code: string | null | undefined, label?: string | null): string | undefined {
  for (const stated of [code, label]) {
    const text = stated?.trim();
    if (!text) continue;
    const upper = text.toUpperCase();
    const found = ALPHA_3.get(upper) ?? (ALPHA_2.has(upper) ? upper : byLabel(text));
    if (found) return found;
  }
  return undefined;
}
export const knownAlpha3 = (code: string): boolean => ALPHA_3.has(code);
