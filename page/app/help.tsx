/** The keyboard shortcuts, and the switch that turns single keys off. */
import { Dialog } from '../parts/dialog.tsx'
import { ROUTES } from '../routes.ts'
import { singleKeys, switchSingleKeys } from './keys.ts'
import { words } from './language.ts'

/** A dialog with every shortcut. */
export function Help({ onClose }: { onClose: () => void }) {
  const { help, nav } = words.value
  const leads = ROUTES.flatMap(({ key, nav: entry }) =>
    key && entry ? [[`g ${key}`, nav[entry.word]] as const] : [],
  )
  const lines = [...leads, ...Object.entries(help.keys)]
  return (
    <Dialog
      title={help.title}
      onClose={onClose}
      footer={
        <button type="button" class="btn" data-focus onClick={onClose}>
          {words.value.close}
        </button>
      }
    >
      <dl class="keys">
        {lines.map(([key, text]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <label class="sw up">
        <input
          type="checkbox"
          role="switch"
          checked={singleKeys.value}
          aria-checked={singleKeys.value}
          onChange={({ currentTarget }) => switchSingleKeys(currentTarget.checked)}
        />
        <i />
        {help.single}
      </label>
    </Dialog>
  )
}
