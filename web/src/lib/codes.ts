/** ISO 3166-1 alpha-2, the officially assigned ones. */
export const countryCodes = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL ' +
  'CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU ' +
  'GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC ' +
  'MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT ' +
  'PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA ' +
  'UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ');

/** ISO 639-1, the languages that businesses in Europe write to people in. */
export const languageCodes =
  'ar be bg bs ca cs da de el en es et eu fi fr ga gl he hr hu hy is it ja ka ko lb lt lv mk mt nb nl nn no pl pt ro ru sk sl sq sr sv tr uk zh'.split(
    ' ',
  );

/** The currencies offered first; the rest are what the browser knows. */
export function currencyCodes(): string[] {
  const first = ['EUR', 'NOK', 'SEK', 'DKK', 'PLN', 'GBP', 'CHF', 'CZK', 'USD'];
  const all = Intl.supportedValuesOf('currency');
  return [...first, ...all.filter(code => !first.includes(code))];
}

export function timeZones(): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return all.includes('UTC') ? all : ['UTC', ...all];
}
