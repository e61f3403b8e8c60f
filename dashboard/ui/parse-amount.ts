const FORM = /^\d{0,12}([.,]\d{0,18})?$/

/** What a member types as units of 1e-18: with a point or a comma. Undefined where it is no amount; an empty text is none. */
export function parseAmount(text: string): bigint | undefined {
  const trimmed = text.trim()
  if (!FORM.test(trimmed) || !/\d/.test(trimmed)) return undefined
  const [whole = '', fraction = ''] = trimmed.split(/[.,]/)
  return BigInt(whole === '' ? '0' : whole) * 10n ** 18n + BigInt(fraction.padEnd(18, '0'))
}
