/** `/templates`: write a template, see what it gives and which data it reads. */
import { useEffect, useState } from 'preact/hooks'
import { previewTemplates } from '../api/api.ts'
import type { Preview } from '../api/types.ts'
import { language, words } from '../app/language.ts'
import { address, setQuery } from '../app/router.ts'
import { store, stored } from '../app/stored.ts'
import { useTitle } from '../app/title.ts'
import { readContext } from '../form/context.ts'
import { ContextEditor } from '../form/context-editor.tsx'
import { Gives, TemplateEditor } from '../form/editor.tsx'
import { Code } from '../parts/code.tsx'
import { ProblemNote } from '../parts/note.tsx'
import { useDebounced } from './templates/debounced.ts'
import { NameList } from './templates/name-list.tsx'
import { namesIn } from './templates/names.ts'

const EXAMPLE = '{{ context.event.from | lower }}'
const CONTEXT = {
  event: { from: 'Billing@Suppliers.example.net', subject: 'Updated bank details' },
  case: { id: '4711' },
}

/** A bench for templates. The template is in the address, the context stays in this tab. */
export default function Templates() {
  const text = words.value.templates
  useTitle(words.value.nav.templates)
  const [template, setTemplate] = useState(address.value.query.get('template') ?? EXAMPLE)
  const [contextText, setContext] = useState(stored('context', 'session') ?? JSON.stringify(CONTEXT, null, 2))
  const context = readContext(contextText)
  const value = context.fault === undefined ? context.value : undefined
  const { value: previews, problem } = useDebounced<{ template?: Preview }>(
    JSON.stringify([template, contextText, language.value]),
    async (signal) =>
      value === undefined
        ? {}
        : previewTemplates({ templates: { template }, context: value, locale: language.value }, signal),
  )
  const preview = previews?.template
  useEffect(() => {
    const timer = setTimeout(() => {
      store('context', contextText, 'session')
      setQuery({ template: template.length > 2_000 ? undefined : template })
    }, 400)
    return () => clearTimeout(timer)
  }, [template, contextText])
  return (
    <>
      <div class="head">
        <div class="grow">
          <h1>{words.value.nav.templates}</h1>
          <p class="muted">{text.intro}</p>
        </div>
      </div>
      {problem && <ProblemNote problem={problem} />}
      <div class="two">
        <section class="panel" aria-label={text.template}>
          <header>
            <h2 class="grow">
              <label for="template">{text.template}</label>
            </h2>
          </header>
          <div class="pad bench">
            <TemplateEditor
              id="template"
              value={template}
              problem={preview?.error}
              describedBy="gives"
              onInput={setTemplate}
            />
            <div role="status">{template !== '' && <Gives preview={preview} id="gives" />}</div>
          </div>
          <h3 class="sub">{words.value.context.title}</h3>
          <ContextEditor text={contextText} onText={setContext} />
        </section>
        <section class="panel" aria-label={text.result}>
          <header>
            <h2 class="grow">{text.result}</h2>
          </header>
          {preview && !preview.error ? (
            <Code value={preview.value} label="JSON" />
          ) : (
            <p class="verdict muted">{text.noResult}</p>
          )}
          {preview && !preview.error && value !== undefined && (
            <NameList names={preview.names} context={value} />
          )}
          {value !== undefined && (
            <>
              <h3 class="sub">{text.available}</h3>
              <p class="chips pad">
                {namesIn(value).map((name) => (
                  <button
                    key={name}
                    type="button"
                    class="chip mono"
                    onClick={() => setTemplate(`${template}{{ ${name} }}`)}
                  >
                    {name}
                  </button>
                ))}
              </p>
            </>
          )}
        </section>
      </div>
    </>
  )
}
