/** Checks that phrases of the client and modules are translated with the same values. */
import type { Overlay } from '../../integration/overlay.ts'
import { asNote, type Finding, type YamlFile } from '../../integration/yaml/yaml.ts'
import type { Survey } from '../survey.ts'

const PATH = ['integration', 'phrases']

/** Compares the phrases of all overlays with each other: only the source code defines which are used. */
export function checkPhrases({ overlays }: Survey): Finding[] {
  const languages = overlays.map(({ locale, yaml }) => ({ locale, yaml, phrases: phrasesIn(yaml) }))
  const all = new Set(languages.flatMap(({ phrases }) => Object.keys(phrases)))
  return languages.flatMap(({ locale, yaml, phrases }) =>
    [...all].flatMap((english) => {
      const text = phrases[english]
      if (text === undefined)
        return [asNote(yaml.find(PATH, `The phrase "${english}" is missing in "${locale}". Translate it.`))]
      const [wanted, there] = [valuesIn(english), valuesIn(text)]
      return wanted === there ? [] : [differing(yaml, english, wanted, there)]
    }),
  )
}

function phrasesIn({ data }: YamlFile): Record<string, string> {
  const phrases = (data as Partial<Overlay> | null | undefined)?.integration?.phrases ?? {}
  return Object.fromEntries(Object.entries(phrases).map(([english, text]) => [english, String(text)]))
}

const valuesIn = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(', ')

function differing(yaml: YamlFile, english: string, wanted: string, there: string): Finding {
  const message = `It has ${there || 'no values'}; the English has ${wanted || 'none'}. Use the same ones.`
  return yaml.find([...PATH, english], message)
}
