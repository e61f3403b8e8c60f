/**
 * Rows of comma-separated values; cells may stand in double quotes, with a doubled one for a quote (RFC 4180). Blank lines are left
 * out. Undefined where a quote stands inside a cell without quotes, or has no end.
 */
export function parseCsv(text: string): readonly (readonly string[])[] | undefined {
  const rows: string[][] = []
  let row: string[] = []
  // A cell, and what ends it: a comma, a line break or the end of the text.
  const cells = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/gy
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    const [, quoted, bare = '', end] = match
    row.push(quoted === undefined ? bare.trim() : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.some((cell) => cell !== '')) rows.push(row)
    if (end === '') return rows
    row = []
  }
  return undefined
}
