/** A `next` that the list asked for never gave; nothing is wrong with the catalog. */
export class CatalogError extends Error {
  readonly code = 'bad-cursor'

  constructor() {
    super('not a cursor of this list')
    this.name = 'CatalogError'
  }
}
