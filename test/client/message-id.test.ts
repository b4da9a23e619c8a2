import { expect, test } from 'vitest'
import { messageIdOf } from '../../client/message-id.ts'

test.each([
  ['<pre>\nReceived: x\r\nMessage-ID: &lt;a.b@c.test&gt;\r\nMIME-Version: 1.0\r\n</pre>', 'a.b@c.test'],
  ['<pre>message-id: <a@b>\r\n', 'a@b'],
  ['Message-Id:\r\n &lt;folded@b&gt;\r\n', 'folded@b'],
  ['MESSAGE-ID: &lt;a&lt;b&gt;&amp;c@d&gt; (comment)\r\n', 'a<b>&c@d'],
  ['Message-ID: &lt;first@b&gt;\r\nMessage-ID: &lt;second@b&gt;', 'first@b'],
])('%j has the id %s', (headers, id) => {
  expect(messageIdOf(headers)).toBe(id)
})

test.each([
  [undefined],
  [null],
  [42],
  [''],
  ['Received: x\r\nMIME-Version: 1.0'],
  ['X-Original-Message-ID: <a@b>'],
  ['Message-ID: a@b'],
  ['Message-ID: <\r\nX: a@b>'],
])('%j has none', (headers) => {
  expect(messageIdOf(headers)).toBeUndefined()
})
