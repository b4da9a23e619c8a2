/** Numbers with the right form of a noun. */

/** Makes a function that writes a number and a noun: `1 row`, `2 rows`. */
const countIn =
  (language: string, isOne: (n: number) => boolean) =>
  (n: number, one: string, many = `${one}s`): string =>
    `${n.toLocaleString(language)} ${isOne(n) ? one : many}`

/** In English. */
export const countEn = countIn('en', (n) => n === 1)

/** In French, where nothing and one half are singular, too. */
export const countFr = countIn('fr', (n) => n < 2)

/** A number in Japanese, which has no plural. */
export const numberJa = (n: number): string => n.toLocaleString('ja')
