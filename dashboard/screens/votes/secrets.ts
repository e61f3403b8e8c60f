import { secretName, webStorageStore, type Ballot as BallotPlace, type SecretStore } from '@distribute/client'

/** Where this browser keeps what opens votes. */
export const secretStore: SecretStore = webStorageStore(window.localStorage)

export const hasSecret = async (place: BallotPlace): Promise<boolean> => typeof (await secretStore.get(secretName(place))) === 'string'

/** What this browser keeps of a ballot, as a file that opens it from any other. */
export async function saveSecret(place: BallotPlace): Promise<void> {
  const text = await secretStore.get(secretName(place))
  if (typeof text !== 'string') return
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `vote-${place.project}-${place.task + 1n}-${place.currency}.json`
  link.click()
  URL.revokeObjectURL(url)
}

/** Takes a saved file over. False for one that is no secret of this ballot. */
export async function loadSecret(place: BallotPlace, text: string): Promise<boolean> {
  if (!isOf(place, text)) return false
  await secretStore.set(secretName(place), text)
  return true
}

function isOf({ project, task, voter, currency }: BallotPlace, text: string): boolean {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return false
    const given = new Map(Object.entries(read))
    const wanted = { project: String(project), task: String(task), currency }
    return Object.entries(wanted).every(([name, value]) => given.get(name) === value) && String(given.get('voter')).toLowerCase() === voter.toLowerCase() && Array.isArray(given.get('secrets'))
  } catch {
    return false
  }
}
