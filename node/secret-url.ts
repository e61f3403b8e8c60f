/**
 * What may be said of a URL: who is asked, and how. A provider's key stands in the path, the query or before the @. Answers
 * words for a text that is none.
 */
export function originOf(url: string): string {
  const parsed = parse(url)
  return parsed === undefined ? 'what is no URL' : `${parsed.protocol}//${parsed.host}`
}

/** Shorter parts of a path are names, of networks or versions; to hide them would spoil words that have nothing to do with it. */
const SECRET_LENGTH = 8

/** Takes out of any text what must not be said of these URLs, wherever it stands: a provider may repeat a key in its own words. */
export function createRedactor(urls: readonly string[]): (text: string) => string {
  const replacements = urls.flatMap(replacementsOf).sort(([a], [b]) => b.length - a.length)
  return (text) => replacements.reduce((left, [secret, instead]) => left.replaceAll(secret, instead), text)
}

function replacementsOf(url: string): readonly (readonly [string, string])[] {
  const parsed = parse(url)
  if (parsed === undefined) return []
  const { href, pathname, search, username, password, searchParams } = parsed
  const parts = [...pathname.split('/'), ...searchParams.values(), username, password].filter((part) => part.length >= SECRET_LENGTH)
  const whole = [url, href].filter((text) => text.length > originOf(url).length + 1)
  return [
    ...whole.map((text) => [text, originOf(url)] as const),
    ...(pathname.length + search.length > SECRET_LENGTH ? [[pathname + search, '/…'] as const] : []),
    ...parts.flatMap((part) => [part, decoded(part)]).map((part) => [part, '…'] as const),
  ]
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
