import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { WIDGET_DATA } from '../../../../runtime/platforms/secops/package/files/definitions.ts'
import { widgetPage } from '../../../../runtime/platforms/secops/package/files/widget.ts'
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
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  append(...children: Element[]): void {
    this.children.push(...children)
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
    expect(view.texts).toContain('m-1')
  })

  test('cannot be a name of a column that does harm', () => {
    const [name = ''] = hostile
    expect(shown(page, JSON.stringify([{ [name]: 1, __proto__: null }])).texts).toContain(name)
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

  test('shows rows with the columns that the manifest knows first, and explains them', () => {
    const view = shown(page, '[{"zzz": 1, "subject": "a", "id": "m-1"}, {"size": 12, "smash": null}]')
    expect(view.texts.slice(0, 6)).toEqual(['2 records', 'id', 'subject', 'size', 'smash', 'zzz'])
    const [table] = view.children
    expect(table?.children[1]?.children[0]).toMatchObject({
      textContent: 'id',
      title: 'Archive id of the email.',
    })
  })

  test('shows one record with the parts of its parts', () => {
    const view = shown(
      pageOf('create-block-sender-policy'),
      '{"id": "p1", "policy": {"from": {"type": "everyone"}}}',
    )
    expect(view.texts).toEqual(['id', 'p1', 'policy.from.type', 'everyone'])
  })

  test('says so where there is no result', () => {
    expect(shown(page, '').texts).toEqual(['There is no result to show.'])
    expect(shown(page, WIDGET_DATA).texts).toEqual(['There is no result to show.'])
  })
})
