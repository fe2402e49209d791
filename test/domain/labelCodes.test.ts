import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCharacter, labelPath, makeLabelCode, printedCode, readLabel } from '#domain/labelCodes.ts'

/** ISO/IEC 7064 MOD 37,36, as the Global Release Identifier uses it (ISO 22275): A1-2425G-ABC1234002-M. */
test('the check character is the one of the standard', () => {
  expect(checkCharacter('A12425GABC1234002')).toBe('M')
})

const CODES = fc.constantFrom(...Array.from({ length: 50 }, makeLabelCode))
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('a code has no letters that are misread, and is read as it is scanned, printed or typed', () => {
  fc.assert(
    fc.property(CODES, code => {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{14}$/)
      expect(readLabel(`https://care.example${labelPath(code)}`)).toEqual({ by: 'scan', code })
      expect(readLabel(`https://care.example${labelPath(printedCode(code))}/?x=1`)).toEqual({ by: 'scan', code })
      const slips = printedCode(code).toLowerCase().replaceAll('0', 'O').replaceAll('1', 'l').replaceAll('-', ' ')
      expect(readLabel(slips)).toEqual({ by: 'typed', code })
    }),
  )
})

test('a wrong character is noticed wherever it is', () => {
  fc.assert(
    fc.property(CODES, fc.nat(13), fc.constantFrom(...ALPHABET), (code, at, char) => {
      fc.pre(code[at] !== char)
      expect(readLabel(code.slice(0, at) + char + code.slice(at + 1)).code).toBeUndefined()
    }),
  )
})

test('what is no code is none', () => {
  for (const text of ['', 'lift-1', 'https://care.example/e/lift-1', '/l/', '0'.repeat(15)])
    expect(readLabel(text).code).toBeUndefined()
})
