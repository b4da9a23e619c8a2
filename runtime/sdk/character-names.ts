/** Unicode's names of invisible characters, for messages about them. */

/** Names by code point: the common ones; `characterName` builds the others. */
const NAMES: Record<number, string> = {
  0: 'NULL',
  1: 'START OF HEADING',
  2: 'START OF TEXT',
  3: 'END OF TEXT',
  4: 'END OF TRANSMISSION',
  5: 'ENQUIRY',
  6: 'ACKNOWLEDGE',
  7: 'ALERT',
  8: 'BACKSPACE',
  9: 'CHARACTER TABULATION',
  10: 'LINE FEED',
  11: 'LINE TABULATION',
  12: 'FORM FEED',
  13: 'CARRIAGE RETURN',
  14: 'SHIFT OUT',
  15: 'SHIFT IN',
  27: 'ESCAPE',
  32: 'SPACE',
  127: 'DELETE',
  133: 'NEXT LINE',
  160: 'NO-BREAK SPACE',
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1536: 'ARABIC NUMBER SIGN',
  1537: 'ARABIC SIGN SANAH',
  1538: 'ARABIC FOOTNOTE MARKER',
  1539: 'ARABIC SIGN SAFHA',
  1540: 'ARABIC SIGN SAMVAT',
  1541: 'ARABIC NUMBER MARK ABOVE',
  1564: 'ARABIC LETTER MARK',
  1757: 'ARABIC END OF AYAH',
  1807: 'SYRIAC ABBREVIATION MARK',
  2274: 'ARABIC DISPUTED END OF AYAH',
  4447: 'HANGUL CHOSEONG FILLER',
  4448: 'HANGUL JUNGSEONG FILLER',
  5760: 'OGHAM SPACE MARK',
  6068: 'KHMER VOWEL INHERENT AQ',
  6069: 'KHMER VOWEL INHERENT AA',
  6155: 'MONGOLIAN FREE VARIATION SELECTOR ONE',
  6156: 'MONGOLIAN FREE VARIATION SELECTOR TWO',
  6157: 'MONGOLIAN FREE VARIATION SELECTOR THREE',
  6158: 'MONGOLIAN VOWEL SEPARATOR',
  6159: 'MONGOLIAN FREE VARIATION SELECTOR FOUR',
  8192: 'EN QUAD',
  8193: 'EM QUAD',
  8194: 'EN SPACE',
  8195: 'EM SPACE',
  8196: 'THREE-PER-EM SPACE',
  8197: 'FOUR-PER-EM SPACE',
  8198: 'SIX-PER-EM SPACE',
  8199: 'FIGURE SPACE',
  8200: 'PUNCTUATION SPACE',
  8201: 'THIN SPACE',
  8202: 'HAIR SPACE',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8239: 'NARROW NO-BREAK SPACE',
  8287: 'MEDIUM MATHEMATICAL SPACE',
  8288: 'WORD JOINER',
  8289: 'FUNCTION APPLICATION',
  8290: 'INVISIBLE TIMES',
  8291: 'INVISIBLE SEPARATOR',
  8292: 'INVISIBLE PLUS',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  8298: 'INHIBIT SYMMETRIC SWAPPING',
  8299: 'ACTIVATE SYMMETRIC SWAPPING',
  8300: 'INHIBIT ARABIC FORM SHAPING',
  8301: 'ACTIVATE ARABIC FORM SHAPING',
  8302: 'NATIONAL DIGIT SHAPES',
  8303: 'NOMINAL DIGIT SHAPES',
  10240: 'BRAILLE PATTERN BLANK',
  12288: 'IDEOGRAPHIC SPACE',
  12644: 'HANGUL FILLER',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
  65440: 'HALFWIDTH HANGUL FILLER',
  65529: 'INTERLINEAR ANNOTATION ANCHOR',
  65530: 'INTERLINEAR ANNOTATION SEPARATOR',
  65531: 'INTERLINEAR ANNOTATION TERMINATOR',
}

/** `U+200B ZERO WIDTH SPACE`; a label such as `U+E000 <private-use-E000>` where Unicode has no name. */
export function characterName(code: number): string {
  const hex = code.toString(16).toUpperCase().padStart(4, '0')
  return `U+${hex} ${NAMES[code] ?? derived(code) ?? `<${kindOf(code)}-${hex}>`}`
}

/** Names that follow a rule. */
function derived(code: number): string | undefined {
  if (code >= 0xfe00 && code <= 0xfe0f) return `VARIATION SELECTOR-${code - 0xfe00 + 1}`
  if (code >= 0xe0100 && code <= 0xe01ef) return `VARIATION SELECTOR-${code - 0xe0100 + 17}`
  if (code >= 0xe0020 && code <= 0xe007e) return `TAG ${String.fromCodePoint(code - 0xe0000)}`
  return undefined
}

/** A function, so that the patterns are created only when a name is needed. */
function kindOf(code: number): string {
  const character = String.fromCodePoint(code)
  if (/\p{Cc}/u.test(character)) return 'control'
  if (/\p{Co}/u.test(character)) return 'private-use'
  if (/\p{Cs}/u.test(character)) return 'surrogate'
  if (/\p{Noncharacter_Code_Point}/u.test(character)) return 'noncharacter'
  return /\p{Cf}/u.test(character) ? 'format' : 'invisible'
}
