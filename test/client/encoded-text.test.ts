/** Header texts become readable, and what cannot be decoded stays as it came. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText } from '../../client/encoded-text.ts'

test.each([
  ['=?UTF-8?Q?Quarterly_pricing_update?=', 'Quarterly pricing update'],
  ['Re: =?iso-8859-1?q?caf=E9?= today', 'Re: café today'],
  ['=?UTF-8?B?44GK?= =?UTF-8?B?55+l44KJ44Gb?=', 'お知らせ'],
  ['=?UTF-8?B?44GK?= and more', 'お and more'],
  ['=?no-such-charset?Q?x?=', '=?no-such-charset?Q?x?='],
  ['a &lt;b&gt; &amp;amp; &#233;&#xe9;&quot;', 'a <b> &amp; éé"'],
  ['&#0; &#xd800; &#9999999; &unknown;', '&#0; &#xd800; &#9999999; &unknown;'],
  ['=?UTF-8?Q?=26amp;?=', '&amp;'],
  ['plain = text?', 'plain = text?'],
])('%s', (text, decoded) => {
  expect(decodeText(text)).toBe(decoded)
})

test('every text comes back from its encoded words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      fc.pre(text.isWellFormed() && !text.startsWith('\ufeff'))
      expect(decodeText(`=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`)).toBe(text)
    }),
    { seed: 19 },
  )
})
