/** The script of a result's widget, which writes the result as a table for people. */

/** Line after the data: a JSON text cannot contain a line end, so no value can contain this line. */
export const END = 'END OF RESULT'

/**
 * `FACTS` is replaced by the fields with their descriptions, and the columns that people see. Shown at first are the columns
 * that the manifest lists, without those that are empty or the same in every row; without a list, all but ids, codes and
 * names beside the address they belong to. "More" shows the others.
 */
export const SCRIPT = `
'use strict'
const facts = FACTS
const labels = new Map(facts.labels)
const FIRST = 200
const TIME = /^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]00:?00)$/
const ADDRESS = /^[^\\s@<>]+@[^\\s@<>]+$/
const PROGRAMS = /(?:^|_)(?:id|ids|code|codes)$/
const HIDDEN = /[\\p{Cc}\\p{Cf}\\p{Co}]/gu
const KEPT = '\\n\\t\\u200d'
const element = (name, text, kind) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  if (kind) made.className = kind
  return made
}
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
const at = (row, name) => (Object.hasOwn(row, name) ? row[name] : undefined)
const isEmpty = (value) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const visible = (text) =>
  text.replace(HIDDEN, (char) =>
    KEPT.includes(char) ? char : '<U+' + char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '>')
const party = (value) => {
  const texts = isObject(value) ? Object.values(value).filter((one) => !isEmpty(one)) : []
  const address = texts.find((one) => typeof one === 'string' && ADDRESS.test(one))
  const names = texts.filter((one) => one !== address)
  if (address === undefined || names.length > 1 || names.some((one) => typeof one !== 'string')) return undefined
  return names.length === 1 ? names[0] + ' <' + address + '>' : address
}
const words = (value) => {
  if (isEmpty(value)) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) {
    const parts = value.map((one) => (isObject(one) ? party(one) : Array.isArray(one) ? undefined : words(one)))
    return parts.includes(undefined) ? JSON.stringify(value) : parts.join(', ')
  }
  return isObject(value) ? (party(value) ?? JSON.stringify(value)) : String(value)
}
const fill = (cell, value) => {
  const text = words(value)
  const time = typeof value === 'string' ? TIME.exec(value) : null
  if (isEmpty(value)) cell.className = 'none'
  else if (time) cell.className = 'time'
  else if (typeof value === 'number') cell.className = 'number'
  else if (typeof value === 'boolean') cell.className = 'word'
  else if (text.length > 40 && !/\\s/.test(text)) cell.className = 'token'
  cell.textContent = isEmpty(value) ? '–' : time ? time[1] + ' ' + time[2] : visible(text)
  if (time || cell.className === 'token') cell.title = visible(text)
  return cell
}
const heading = (name, scope) => {
  const cell = element('th', visible(name))
  cell.scope = scope
  if (labels.get(name)) cell.title = labels.get(name)
  return cell
}
const list = (row, names) => {
  const made = element('dl')
  for (const name of names) {
    const term = element('dt', visible(name))
    if (labels.get(name)) term.title = labels.get(name)
    made.append(term, fill(element('dd'), at(row, name)))
  }
  return made
}
const columnsOf = (rows) => {
  const present = new Set(rows.flatMap((row) => Object.keys(row)))
  const order = [...new Set([...facts.columns, ...labels.keys(), ...present])].filter((name) => present.has(name))
  const filled = order.filter((name) => rows.some((row) => !isEmpty(at(row, name))))
  const first = (name) => JSON.stringify(at(rows[0], name) ?? null)
  const same = rows.length > 3
    ? filled.filter((name) => rows.every((row) => JSON.stringify(at(row, name) ?? null) === first(name)))
    : []
  const isShown = (name) => {
    if (same.includes(name)) return false
    if (facts.columns.length > 0) return facts.columns.includes(name)
    return !PROGRAMS.test(name) && !(name.endsWith('_name') && present.has(name.slice(0, -5)))
  }
  const shown = filled.filter(isShown)
  const all = shown.length > 0 ? shown : order.slice(0, 1)
  return { shown: all, folded: order.filter((name) => !all.includes(name)), same }
}
const rowLines = (row, { shown, folded }) => {
  const line = element('tr')
  for (const name of shown) {
    const cell = fill(element('td'), at(row, name))
    cell.setAttribute('data-name', visible(name))
    line.append(cell)
  }
  const names = folded.filter((name) => !isEmpty(at(row, name)))
  if (folded.length > 0) {
    const cell = element('td', undefined, 'more')
    if (names.length > 0) {
      const button = element('button', 'More')
      button.type = 'button'
      button.setAttribute('aria-expanded', 'false')
      let opened
      button.addEventListener('click', () => {
        const isOpen = opened === undefined
        button.setAttribute('aria-expanded', String(isOpen))
        button.textContent = isOpen ? 'Less' : 'More'
        line.className = isOpen ? 'open' : ''
        if (!isOpen) {
          opened.remove()
          opened = undefined
          return
        }
        opened = element('tr')
        const fields = element('td', undefined, 'fields')
        fields.colSpan = shown.length + 1
        fields.append(list(row, names))
        opened.append(fields)
        line.after(opened)
      })
      cell.append(button)
    }
    line.append(cell)
  }
  return line
}
const rowsTable = (rows) => {
  const columns = rows.length > 0 ? columnsOf(rows) : { shown: [], folded: [], same: [] }
  const table = element('table', undefined, 'rows')
  const caption = element('caption', rows.length === 1 ? '1 record' : rows.length + ' records')
  if (columns.same.length > 0) {
    const short = columns.same.filter((name) => words(at(rows[0], name)).length <= 40)
    const texts = short.map((name) => visible(name) + ' ' + fill(element('td'), at(rows[0], name)).textContent)
    if (texts.length > 0) caption.append(element('small', 'In every record: ' + texts.join(' · ')))
  }
  const head = element('tr')
  for (const name of columns.shown) {
    const cell = heading(name, 'col')
    if (rows.every((row) => isEmpty(at(row, name)) || typeof at(row, name) === 'number')) cell.className = 'number'
    head.append(cell)
  }
  if (columns.folded.length > 0) head.append(element('td'))
  const top = element('thead')
  top.append(head)
  const body = element('tbody')
  body.append(...rows.slice(0, FIRST).map((row) => rowLines(row, columns)))
  table.append(caption, top, body)
  if (rows.length > FIRST) {
    const rest = element('button', 'Show all ' + rows.length + ' records')
    rest.type = 'button'
    rest.addEventListener('click', () => {
      body.append(...rows.slice(FIRST).map((row) => rowLines(row, columns)))
      rest.remove()
    })
    return [table, rest]
  }
  return [table]
}
const recordLines = (record, prefix, order) => {
  const names = [...new Set([...order, ...Object.keys(record)])].filter((name) => Object.hasOwn(record, name))
  return names.flatMap((name) => {
    const value = record[name]
    if (isObject(value) && party(value) === undefined) return recordLines(value, prefix + name + '.', [])
    const line = element('tr')
    line.append(heading(prefix + name, 'row'), fill(element('td'), value))
    return [line]
  })
}
const show = (result) => {
  if (Array.isArray(result)) return rowsTable(result.filter(isObject))
  const table = element('table', undefined, 'record')
  table.append(...recordLines(result, '', facts.columns))
  return [table]
}
document.addEventListener('DOMContentLoaded', () => {
  const text = document.getElementById('data').textContent
  const view = document.getElementById('view')
  try {
    view.append(...show(JSON.parse(text.slice(0, text.lastIndexOf('\\n${END}')))))
  } catch {
    view.append(element('p', 'There is no result to show.'))
  }
})
`
