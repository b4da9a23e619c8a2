/** Addresses, domains and ids as people paste them: understood, or refused by name. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RawProblem } from '../../runtime/contract/errors.ts'
import { coerceAll } from '../../runtime/schema/coerce.ts'
import { formats } from '../../runtime/schema/formats.ts'
import { namesSomething } from '../../runtime/schema/identifiers.ts'
import type { ParameterSpec } from '../../runtime/schema/parameters.ts'
import { bareAddress, isDomain, isEmail, splitAddresses } from '../../runtime/sdk/addresses.ts'
import { characterName } from '../../runtime/sdk/character-names.ts'
import { invisibleInName } from '../../runtime/sdk/invisible.ts'

/** One value of one parameter: what it becomes, the rules it breaks. */
function coerced(spec: Partial<ParameterSpec>, value: unknown, name = 'value') {
  const problems: RawProblem[] = []
  const specs = { [name]: { label: 'Value', description: '', type: 'string', ...spec } as ParameterSpec }
  const bag = coerceAll(specs, { [name]: value }, problems)
  return {
    value: bag[name],
    problems: problems.map(({ rule, values }) => [rule, values.character ?? values.name]),
  }
}

describe('an address as mail programs write it', () => {
  test.each([
    ['jane@example.com', 'jane@example.com'],
    ['  <jane@example.com> ', 'jane@example.com'],
    ['Jane <jane@example.com>', 'jane@example.com'],
    ['"Doe, Jane" <jane@example.com>', 'jane@example.com'],
    ['"Do\\"e, <Jane>" <jane@example.com>', 'jane@example.com'],
    ['Doe, Jane <jane@example.com>', 'jane@example.com'],
    ['ceo@bank.test <real@evil.test>', 'real@evil.test'],
    ['"ceo@bank.test, Inc" <real@evil.test>', 'real@evil.test'],
    ['Parcel Service or from:cfo@arch.test <spam@arch.test>', 'spam@arch.test'],
    ['=?utf-8?q?J=C3=B6rg?= <jörg@exämple.de>', 'jörg@exämple.de'],
    ['jane@example.com.', 'jane@example.com'],
  ])('%s is %s', (written, address) => {
    for (const format of ['email', 'email_or_domain', 'address_part'])
      expect(coerced({ format }, written)).toEqual({ value: address, problems: [] })
    expect(isEmail(address)).toBe(true)
  })

  test.each([
    'a@x.test, b@x.test',
    'a@x.test, Jane <b@x.test>',
    'a@x.test; <b@x.test>',
    '<a@x.test> <b@x.test>',
    'Jane <jane@example.com',
    'Jane <>',
    'jane at example.com',
    'jane@example..com',
    'jane@[192.0.2.7]',
    'jane@192.0.2.7',
    'jane@example.com..',
    'mailto:jane@example.com',
  ])('%s is none', (text) => {
    expect(formats.email?.(String(coerced({ format: 'email' }, text).value))).toBe(false)
  })

  test.each(['a@x.test, b@x.test', '<a@x.test> <b@x.test>', 'Jane <jane@example.com', 'Jane <>'])(
    '%s cannot be searched for',
    (text) => {
      expect(formats.address_part?.(String(coerced({ format: 'address_part' }, text).value))).toBe(false)
    },
  )
})

describe('a list of addresses', () => {
  test.each([
    ['a@x.test,b@x.test', ['a@x.test', 'b@x.test']],
    ['"Doe, Jane" <jane@x.test>, bob@x.test', ['jane@x.test', 'bob@x.test']],
    ['a@x.test; b@x.test;\r\n c@x.test', ['a@x.test', 'b@x.test', 'c@x.test']],
    ['"Doe; Jane" <jane@x.test>;"Roe, \\"R\\"" <r@x.test>', ['jane@x.test', 'r@x.test']],
    ['["a@x.test", "\\"Doe, Jane\\" <jane@x.test>"]', ['a@x.test', 'jane@x.test']],
    [' , ,a@x.test,', ['a@x.test']],
  ])('%s', (text, addresses) => {
    expect(coerced({ type: 'list', format: 'email' }, text)).toEqual({ value: addresses, problems: [] })
  })

  test('with a name that has a comma and no quotes has an entry that is no address', () => {
    const { value } = coerced({ type: 'list', format: 'email' }, 'Doe, Jane <jane@x.test>')
    expect((value as string[]).map((one) => isEmail(one))).toEqual([false, true])
  })

  test('lists of other texts are cut at commas as ever', () => {
    expect(coerced({ type: 'list' }, '"a, b"; c').value).toEqual(['"a', 'b"; c'])
  })

  test('loses nothing: the entries of joined addresses are the addresses', () => {
    const local = fc.stringMatching(/^[a-z0-9+._-]{1,20}$/)
    const name = fc.string({ maxLength: 20 }).map((text) => `"${text.replace(/[\\"]/g, '\\$&')}" `)
    const entry = fc.tuple(local, fc.option(name)).map(([user, shown]) => {
      const address = `x${user}x@host.test`
      return { address, written: shown === null ? address : `${shown}<${address}>` }
    })
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\n', ' , '),
        (list, by) => {
          const text = list.map(({ written }) => written).join(by)
          expect(splitAddresses(text).map(bareAddress)).toEqual(list.map(({ address }) => address))
        },
      ),
    )
  })
})

describe('a domain', () => {
  test.each(['@example.com', 'example.com.', ' example.com ', '@example.com.'])(
    '%s is example.com',
    (written) => {
      expect(coerced({ format: 'domain' }, written).value).toBe('example.com')
    },
  )

  test.each([
    '*.example.com',
    'https://example.com',
    'example.com/x',
    'user@example.com',
    'example',
    'exam ple.com',
    '10.0.0.1',
    'example.com..',
    '@@example.com',
    'example.com:25',
  ])('%s is none', (text) => {
    expect(isDomain(String(coerced({ format: 'domain' }, text).value))).toBe(false)
  })

  test('in a list is divided by semicolons, too', () => {
    expect(coerced({ type: 'list', format: 'domain' }, 'a.test ; @b.test, c.test.').value).toEqual([
      'a.test',
      'b.test',
      'c.test',
    ])
  })
})

const INVISIBLE = [
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00ad',
  '\u034f',
  '\u061c',
  '\u115f',
  '\u17b4',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u206f',
  '\u2800',
  '\u3164',
  '\ufe0f',
  '\ufeff',
  '\uffa0',
  '\ufff9',
  '\ue000',
  '\u{1d173}',
  '\u{e0041}',
  '\u{e0100}',
  '\u{f0000}',
  '\ufffe',
  '\u00a0',
]

describe('an invisible character', () => {
  test.each(INVISIBLE.map((char) => [characterName(char.codePointAt(0) ?? 0), char]))(
    '%s is refused by name in every address, domain and id, and fits no format',
    (name, char) => {
      expect(name).toMatch(
        /^U\+[0-9A-F]{4,6} (?:[A-Z][A-Z -]+[A-Z0-9]|<[a-z-]+-[0-9A-F]+>|TAG .|VARIATION SELECTOR-\d+)$/,
      )
      for (const parameter of ['sender', 'message_id', 'ids', 'domains', 'from', 'clientId', 'mailboxes']) {
        const { problems } = coerced({}, `ja${char}ne@example.test`, parameter)
        expect([parameter, problems]).toEqual([parameter, [['invisible', name]]])
      }
      for (const format of ['email', 'domain', 'email_or_domain', 'ip', 'url'])
        expect(coerced({ format }, `a${char}b`).problems[0]).toEqual(['invisible', name])
      expect([
        isEmail(`ja${char}ne@example.test`),
        isEmail(`jane@exam${char}ple.test`),
        isDomain(`a${char}b.test`),
      ]).toEqual([false, false, false])
    },
  )

  test.each([
    '\u202ajane@example.test',
    '\u200fjane@example.test',
    'ja\u0000ne@example.test',
    'jane@example.test\u200b',
  ])('in %j, as found in the field', (address) => {
    expect(isEmail(address)).toBe(false)
    expect(coerced({}, address, 'sender').problems).toHaveLength(1)
  })

  test('in a list and in JSON is named with its place', () => {
    const problems: RawProblem[] = []
    const specs = {
      ids: { label: 'IDs', description: '', type: 'list' },
      policy: { label: 'Policy', description: '', type: 'json' },
    } as const
    const policy = {
      from: { emailAddress: 'a\u200b@x.test', headerDisplayName: 'Pay\u200bPal' },
      groupIds: ['ok', 'b\u202e'],
    }
    coerceAll(specs, { ids: ['a', 'b\u200b'], policy: JSON.stringify(policy) }, problems)
    expect(problems.map(({ where, values }) => [where, values.name, values.position])).toEqual([
      ['ids', 'IDs.1', 2],
      ['policy', 'Policy.from.emailAddress', 2],
      ['policy', 'Policy.groupIds.1', 2],
    ])
  })

  test('stays in text that names nothing: subjects, notes, display names', () => {
    const text = 'Pay\u200bPal \u{1f468}\u200d\u{1f4bb}\ufe0f\nNote'
    for (const parameter of [
      'subject',
      'note',
      'comment',
      'description',
      'query',
      'xml_query',
      'held_reason',
    ])
      expect(coerced({}, text, parameter)).toEqual({ value: text, problems: [] })
    expect(
      coerced({ format_when: { sender_type: { 'Email Address': 'email' } } }, text, 'sender').problems,
    ).toEqual([])
  })

  test.each([
    ['fields_to_return', false],
    ['max_emails', true],
    ['release_to_sandbox', false],
    ['recipientAddress', true],
    ['identity', false],
    ['video', false],
    ['message_ids', true],
    ['to', true],
  ])('names of things are told by words: %s %s', (name, expected) => {
    expect(namesSomething(name)).toBe(expected)
  })

  test('is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...INVISIBLE), fc.string(), (before, char, after) => {
        expect(invisibleInName(before + char + after)).toBeDefined()
      }),
    )
  })
})

test('the rules for ASCII and for other texts are the same: one letter replaced by one of another script changes nothing', () => {
  const written = fc.stringMatching(/^[a1._-]{1,70}[@a1._-]{0,3}[a1.!,_-]{0,9}$/)
  fc.assert(
    fc.property(written, fc.string({ maxLength: 3 }), (text, more) => {
      for (const ascii of [`${text}a`, `a${text}`, `${text}a@b.c`, `a@a${text}.a`, `${text}${more}a.a`]) {
        const other = ascii.replaceAll('a', '\u00e4')
        expect([ascii, isDomain(ascii), isEmail(ascii)]).toEqual([ascii, isDomain(other), isEmail(other)])
      }
    }),
  )
})

describe('secrets', () => {
  test.each([
    ['s3cret\n', 's3cret'],
    ['s3cret\r\n\r\n', 's3cret'],
    [' s3 cret ', ' s3 cret '],
    ['-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n', '-----BEGIN KEY-----\nAAAA\n-----END KEY-----'],
  ])('%j is %j', (given, kept) => {
    expect(coerced({ secret: true }, given)).toEqual({ value: kept, problems: [] })
  })

  test('of line ends alone are none; what cannot be seen in one is named, the secret is not', () => {
    expect(coerced({ secret: true }, '\n\n').value).toBeUndefined()
    const { problems } = coerced({ secret: true }, 'hunter2\u200b')
    expect(problems).toEqual([['invisible', 'U+200B ZERO WIDTH SPACE']])
  })
})
