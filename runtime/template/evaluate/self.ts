/** The `self` variable of templates. */
import { raise } from '../errors.ts'
import { deeper } from '../meter.ts'
import { Markup, Thing, type Value } from '../values/values.ts'
import { capture, type Frame } from './scope.ts'

/** `self`, whose attributes are the template's blocks: `{{ self.name() }}` renders one again. */
export function selfReference(frame: Frame): Value {
  return new Thing('TemplateReference', {
    print: () => '<TemplateReference None>',
    attribute: (name) => {
      const block = frame.blocks.get(name)
      if (block === undefined) return undefined
      return new Thing('BlockReference', {
        call: (run, call) => {
          if (call.positional.length + call.named.size > 0)
            return raise('TypeError: a block takes no arguments')
          const text = deeper(run, () => capture(frame, frame.root, block))
          return run.autoescape ? new Markup(text) : text
        },
      })
    },
  })
}
