import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { WIDGET_DATA } from '../../../../runtime/platforms/secops/package/files/definitions.ts'
import { widgetPage } from '../../../../runtime/platforms/secops/package/files/widget/page.ts'
import { packSource } from '../../../support/package.ts'

const { actions } = await packSource()
const pageOf = (id: string): string => {
  const action = actions.find((one) => one.id === id)
  if (!action) throw new Error(`no action ${id}`)
  return widgetPage(action)
}
const page = pageOf('simple-archive-search')
const scriptOf = (html: string): string => /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? ''

/** As much of a document as the page's script uses. Text is kept as text; there is nothing that reads markup. */
class Element {
  children: Element[] = []
  textContent = ''
  title = ''
  scope = ''
  className = ''
  colSpan = 1
  type = ''
  attributes = new Map<string, string>()
  clicks: (() => void)[] = []
  parent: Element | undefined
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  append(...children: Element[]): void {
    for (const child of children) child.parent = this
    this.children.push(...children)
  }
  after(next: Element): void {
    next.parent = this.parent
    this.parent?.children.splice(this.parent.children.indexOf(this) + 1, 0, next)
  }
  remove(): void {
    this.parent?.children.splice(this.parent.children.indexOf(this), 1)
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value)
  }
  addEventListener(_: 'click', run: () => void): void {
    this.clicks.push(run)
  }
  /** All elements of a name, in the order of the document. */
  all(name: string): Element[] {
    return [...(this.name === name ? [this] : []), ...this.children.flatMap((child) => child.all(name))]
  }
  get texts(): string[] {
    return [
      ...(this.textContent === '' ? [] : [this.textContent]),
      ...this.children.flatMap((child) => child.texts),
    ]
  }
}

/** What a reader sees when the platform puts this text in the place of the result. */
function shown(html: string, result: string): Element {
  // The parser takes all behind <plaintext> for text, whatever it is.
  const filled = html.replace(WIDGET_DATA, () => result)
  const behind = filled.slice(
    filled.indexOf('<plaintext id="data" hidden>') + '<plaintext id="data" hidden>'.length,
  )
  const data = new Element('plaintext')
  data.textContent = behind
  const view = new Element('main')
  const document = {
    createElement: (name: string) => new Element(name),
    getElementById: (id: string) => (id === 'data' ? data : view),
    addEventListener: (_: string, run: () => void) => run(),
  }
  runInNewContext(scriptOf(html), { document })
  return view
}

describe('a value that a sender chose', () => {
  const hostile = [
    '</plaintext></script><img src=x onerror=alert(1)>',
    '\nEND OF RESULT\n',
    '<!-- --><script>alert(1)</script>',
    '"}];alert(1);[{"',
    '{{constructor}} $& \u2028 \\u003c',
  ]

  test.each(hostile)('is shown as it is: %j', (subject) => {
    const view = shown(page, JSON.stringify([{ subject, id: 'm-1' }]))
    expect(view.texts).toContain(subject)
    for (const button of view.all('button')) for (const click of button.clicks) click()
    expect(view.texts).toContain('m-1')
  })

  test('cannot be a name of a column that does harm', () => {
    const [name = ''] = hostile
    const view = shown(page, `[{${JSON.stringify(name)}: 1, "__proto__": "p"}, {"subject": "s"}]`)
    for (const button of view.all('button')) for (const click of button.clicks) click()
    expect(view.texts).toEqual(expect.arrayContaining([name, '__proto__', 'p']))
    expect(view.texts.join()).not.toContain('{}')
  })
})

describe('the page', () => {
  test.each(['simple-archive-search', 'advanced-archive-search', 'create-block-sender-policy'])(
    'of %s runs its own script and no other, and loads nothing',
    (id) => {
      const html = pageOf(id)
      const hash = createHash('sha256').update(scriptOf(html)).digest('base64')
      expect(html).toContain(`default-src 'none'; script-src 'sha256-${hash}'`)
      expect(html).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|https?:|unsafe-inline|\son\w+=/)
      expect(html.match(/<script/g)).toHaveLength(1)
      // The result stands behind everything else.
      expect(html.indexOf(WIDGET_DATA)).toBeGreaterThan(html.indexOf('<plaintext'))
      expect(html.indexOf('<plaintext')).toBeGreaterThan(html.lastIndexOf('</script>'))
    },
  )

  const ROWS = [
    {
      id: 'eNo'.repeat(60),
      zzz: 1,
      subject: 'a',
      receiveddate: '2026-03-09T08:14:26+0000',
      displaytoaddresslist: [
        { displayableName: 'Ana', emailAddress: 'ana@example.com' },
        { displayableName: '', emailAddress: 'ap@example.com' },
      ],
    },
    { id: 'm-2', size: 12, subject: null, smash: null, receiveddate: '2026-03-09T08:14:26+0100' },
  ]

  test('shows the columns of the manifest in its order, for people, and folds ids and everything else', () => {
    const view = shown(page, JSON.stringify(ROWS))
    expect(view.all('caption')[0]?.textContent).toBe('2 records')
    expect(view.all('th').map(({ textContent }) => textContent)).toEqual(['receiveddate', 'subject', 'size'])
    expect(view.all('th')[0]).toMatchObject({ title: 'Time the email was received.', scope: 'col' })
    const cells = view.all('td').map(({ textContent }) => textContent)
    expect(cells).toEqual(['', '2026-03-09 08:14', 'a', '–', '', '2026-03-09T08:14:26+0100', '–', '12', ''])
    expect(view.texts.join()).not.toContain('eNo')
  })

  test('"More" shows the fields that are folded, and folds them again', () => {
    const view = shown(page, JSON.stringify(ROWS))
    const [button] = view.all('button')
    button?.clicks[0]?.()
    expect([button?.textContent, button?.attributes.get('aria-expanded')]).toEqual(['Less', 'true'])
    expect(view.all('dt').map(({ textContent }) => textContent)).toEqual([
      'id',
      'displaytoaddresslist',
      'zzz',
    ])
    expect(view.all('dd').map(({ textContent, className }) => [textContent, className])).toEqual([
      ['eNo'.repeat(60), 'token'],
      ['Ana <ana@example.com>, ap@example.com', ''],
      ['1', 'number'],
    ])
    button?.clicks[0]?.()
    expect([view.all('dl'), button?.attributes.get('aria-expanded')]).toEqual([[], 'false'])
  })

  test('says once what is the same in every row, and shows 200 rows at first', () => {
    const many = Array.from({ length: 450 }, (_, at) => ({
      subject: `s${at}`,
      status: 'ARCHIVED',
      id: 'x'.repeat(99),
    }))
    const view = shown(page, JSON.stringify(many))
    expect(view.all('small')[0]?.textContent).toBe('In every record: status ARCHIVED')
    expect(view.all('tr')).toHaveLength(201)
    const rest = view.all('button').at(-1)
    expect(rest?.textContent).toBe('Show all 450 records')
    rest?.clicks[0]?.()
    expect(view.all('tr')).toHaveLength(451)
    expect(view.texts).not.toContain('Show all 450 records')
  })

  test('shows characters that cannot be seen, such as those that turn the direction', () => {
    expect(shown(page, JSON.stringify([{ subject: 'a\u202etxt.exe\u0007 👩\u200d💻' }])).texts).toContain(
      'a<U+202E>txt.exe<U+0007> 👩\u200d💻',
    )
  })

  test('shows one record with the parts of its parts', () => {
    const view = shown(
      pageOf('create-block-sender-policy'),
      '{"id": "p1", "policy": {"from": {"type": "everyone"}}}',
    )
    expect(view.texts).toEqual(['policy.from.type', 'everyone', 'id', 'p1'])
  })

  test('says so where there is no result', () => {
    expect(shown(page, '').texts).toEqual(['There is no result to show.'])
    expect(shown(page, WIDGET_DATA).texts).toEqual(['There is no result to show.'])
  })
})
