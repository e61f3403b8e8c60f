/**
 * Whether trying again cannot help: a fault that says so itself (`action`), one of the chain or its disk (`remedy`; after a failed
 * write LevelDB's log can be torn, and what is written behind the tear may not be found again), or a block that must not be
 * signed.
 */
export const mustStop = (fault: unknown): boolean => {
  const { action, remedy, code }: { readonly action?: unknown; readonly remedy?: unknown; readonly code?: unknown } =
    typeof fault === 'object' && fault !== null ? fault : {}
  return action === 'stop' || remedy === 'stop' || remedy === 'reset' || code === 'already-signed'
}
