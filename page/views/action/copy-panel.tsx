/** The same run for a shell, for curl and for a playbook. */
import type { Order } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { copy } from '../../app/say.ts'
import { PlainCode } from '../../parts/code.tsx'
import { Icon } from '../../parts/icon.tsx'
import { commandLine, curl, step } from './commands.ts'

/** Three texts to copy. */
export function CopyPanel({ order, writes }: { order: Order; writes: boolean }) {
  const text = words.value.copyAs
  const texts = [
    [text.commandLine, commandLine(order)],
    [text.curl, curl(order, { origin: location.origin, writes })],
    [text.step, JSON.stringify(step(order), null, 2)],
  ] as const
  return (
    <>
      {texts.map(([title, body]) => (
        <div key={title}>
          <div class="row pad-x">
            <h3 class="sub grow">{title}</h3>
            <button
              type="button"
              class="btn quiet small"
              aria-label={`${words.value.copy}: ${title}`}
              onClick={() => copy(body, words.value.copied(title), words.value.notCopied)}
            >
              <Icon name="copy" />
              {words.value.copy}
            </button>
          </div>
          <PlainCode text={body} label={title} />
        </div>
      ))}
    </>
  )
}
