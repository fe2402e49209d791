/** UCUM units that are written differently for people. */
const SHOWN: Readonly<Record<string, string>> = {
  '1': '',
  Cel: '°C',
  deg: '°',
  m2: 'm²',
  m3: 'm³',
  'm3/h': 'm³/h',
  'm/s2': 'm/s²',
  'dB[mW]': 'dBm',
  'kW.h': 'kWh',
  Ohm: 'Ω',
  MOhm: 'MΩ',
  uS: 'µS',
}

/** A UCUM unit as people write it; annotations such as `{count}` say nothing and are left out. */
export const unitLabel = (ucum: string): string => SHOWN[ucum] ?? ucum.replace(/\{[^}]*\}/g, '')
