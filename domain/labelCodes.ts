/** Crockford's Base32: digits and capitals without I, L, O and U, which are misread or misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Random characters of a code: 65 bits, so that nobody guesses one. */
const RANDOM_LENGTH = 13

const CODE = new RegExp(`^[${ALPHABET}]{${RANDOM_LENGTH + 1}}$`)

/** What a character counts in ISO/IEC 7064: 0 to 35. */
const weightOf = (char: string): number => Number.parseInt(char, 36)

/** The product that ISO/IEC 7064 MOD 37,36 carries on from character to character. */
const product = (text: string): number =>
  [...text].reduce((p, char) => (((p + weightOf(char)) % 36 || 36) * 2) % 37, 36)

/** The check character of ISO/IEC 7064 MOD 37,36: it finds every single wrong character and nearly every two swapped ones. */
export const checkCharacter = (text: string): string => ((37 - product(text)) % 36).toString(36).toUpperCase()

/** A new code for a label: 13 random characters and a check character, all of {@link ALPHABET}. */
export function makeLabelCode(): string {
  for (;;) {
    const random = [...crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH))].map(byte => ALPHABET[byte & 31]).join('')
    const code = random + checkCharacter(random)
    if (CODE.test(code)) return code
  }
}

/** A code as it is printed: `XXXXX-XXXXX-XXXX`. */
export const printedCode = (code: string): string => code.replace(/^(.{5})(.{5})/, '$1-$2-')

/** What somebody typed or a QR code held, as a code; undefined for what is none, or was misread. */
function toCode(text: string): string | undefined {
  const code = text
    .toUpperCase()
    .replace(/[\s_.‐-―－-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return CODE.test(code) && checkCharacter(code.slice(0, -1)) === code.at(-1) ? code : undefined
}

/** How a label was read: its QR code holds an address, who types enters the short text. */
export type LabelRead = 'scan' | 'typed'

/** The path that a label's QR code opens. */
export const labelPath = (code: string): string => `/l/${code}`

/** A label as it was scanned or typed; the code is undefined where there is none in it, or it was misread. */
export function readLabel(text: string): { by: LabelRead; code: string | undefined } {
  const scanned = /\/l\/([^/?#]+)\/?(?:[?#].*)?$/.exec(text.trim())?.[1]
  return scanned === undefined ? { by: 'typed', code: toCode(text) } : { by: 'scan', code: toCode(scanned) }
}
